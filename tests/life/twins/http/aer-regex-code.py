import re

from wkt_cli.dsl import get


def m():
    failed = re.compile(r"^4\d\d")
    return get("{{BASE}}/x").after_error_response(failed, lambda code, body, headers, message: message)


connector = {"title": "Case", "methods": {"m": m}}
