from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").password("tok")


connector = {"title": "Case", "methods": {"m": m}}
