from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").headers(accept=None)


connector = {"title": "Case", "methods": {"m": m}}
