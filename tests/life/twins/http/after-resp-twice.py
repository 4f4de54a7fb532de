from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").after_response(lambda: 1).after_response(lambda code, body: {**body, "two": 2})


connector = {"title": "Case", "methods": {"m": m}}
