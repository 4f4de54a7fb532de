from wkt_cli.dsl import get


def m():
    return {"a": get("{{BASE}}/x"), "b": [1, get("{{BASE}}/y")], "c": {"d": {"e": get("{{BASE}}/z")}}}


connector = {"title": "Case", "methods": {"m": m}}
