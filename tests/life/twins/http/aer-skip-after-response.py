from wkt_cli.dsl import get


def m():
    request = get("{{BASE}}/x").after_error_response(404, lambda: {"r": 1})
    return request.after_response(lambda: "never")


connector = {"title": "Case", "methods": {"m": m}}
