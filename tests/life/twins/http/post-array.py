from wkt_cli.dsl import post


def m():
    return post("{{BASE}}/x", [1, {"a": None}])


connector = {"title": "Case", "methods": {"m": m}}
