from wkt_cli.dsl import post


def m():
    request = post("{{BASE}}/x").format_xml("r", {"@v": "1"}, strip_response_namespaces=True)
    return request.payload(a=1)


connector = {"title": "Case", "methods": {"m": m}}
