from wkt_cli.dsl import post


def m():
    request = post("{{BASE}}/x", a=1).headers({"X-K": "v", "Authorization": "T"}).follow_redirection()
    return request.after_response(lambda code, body, headers: [code, body, headers["location"]])


connector = {"title": "Case", "methods": {"m": m}}
