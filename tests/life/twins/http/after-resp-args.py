from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").after_response(lambda code: code)


connector = {"title": "Case", "methods": {"m": m}}
