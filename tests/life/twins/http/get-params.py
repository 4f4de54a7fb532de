from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x", {"b": 2, "a": "one two", "c": True})


connector = {"title": "Case", "methods": {"m": m}}
