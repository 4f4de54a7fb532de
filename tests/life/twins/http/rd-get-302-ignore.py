from wkt_cli.dsl import get


def m():
    request = get("{{BASE}}/x", a=1).headers({"X-K": "v", "Authorization": "T"}).ignore_redirection()
    return request.after_response(lambda code, body, headers: [code, body, headers["location"]])


connector = {"title": "Case", "methods": {"m": m}}
