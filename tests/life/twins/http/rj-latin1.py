from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x")


connector = {"title": "Case", "methods": {"m": m}}
