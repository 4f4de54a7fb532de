from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").after_response(lambda: get("{{BASE}}/y"))


connector = {"title": "Case", "methods": {"m": m}}
