from wkt_cli.dsl import copy


def m():
    return copy("{{BASE}}/x", a=1)


connector = {"title": "Case", "methods": {"m": m}}
