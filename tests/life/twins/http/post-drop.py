from wkt_cli.dsl import post


def m():
    return post("{{BASE}}/x", a=1)


connector = {"title": "Case", "methods": {"m": m}}
