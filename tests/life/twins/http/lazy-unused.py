from wkt_cli.dsl import get


def m():
    get("{{BASE}}/x")
    return "done"


connector = {"title": "Case", "methods": {"m": m}}
