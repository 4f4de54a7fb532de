from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").user("us:er é").password("p@ss/w+r d")


connector = {"title": "Case", "methods": {"m": m}}
