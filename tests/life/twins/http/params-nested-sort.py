from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x", {"b": {"z": 1, "a": 2}, "a10": 1, "a2": 1, "B": 0})


connector = {"title": "Case", "methods": {"m": m}}
