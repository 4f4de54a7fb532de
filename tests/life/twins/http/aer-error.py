from wkt_cli.dsl import error, get


def m():
    def tell(code, body, headers, message):
        error(f"{message}: {body}")

    return get("{{BASE}}/x").after_error_response(404, tell)


connector = {"title": "Case", "methods": {"m": m}}
