from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x?z=1&&y=2", b=2).params(a=1).params({"b": 3})


connector = {"title": "Case", "methods": {"m": m}}
