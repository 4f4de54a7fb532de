from wkt_cli.dsl import post


def m():
    return post("{{BASE}}/x", {})


connector = {"title": "Case", "methods": {"m": m}}
