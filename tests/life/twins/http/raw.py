from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").response_format_raw().after_response(lambda code, body: [body, "String", "UTF-8"])


connector = {"title": "Case", "methods": {"m": m}}
