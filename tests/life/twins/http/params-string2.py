from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").params("a=b%20c&q")


connector = {"title": "Case", "methods": {"m": m}}
