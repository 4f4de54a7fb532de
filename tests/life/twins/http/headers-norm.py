from wkt_cli.dsl import get


def m():
    named = {"x_lower": "a", "X-THREE": "sym", "arr": [1, 2]}
    return get("{{BASE}}/x").headers(named, x_one_two=1, Authorization="Bearer t", accept="text/plain", nilh=None)


connector = {"title": "Case", "methods": {"m": m}}
