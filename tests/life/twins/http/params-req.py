from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x", v=get("{{BASE}}/f"))


connector = {"title": "Case", "methods": {"m": m}}
