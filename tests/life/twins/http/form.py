from wkt_cli.dsl import post


def m():
    fields = {"b": "x y", "a": [1, 2], "h": {"k": "é&="}, "n": None, "e": [], "t": True}
    return post("{{BASE}}/x").payload(fields).request_format_www_form_urlencoded()


connector = {"title": "Case", "methods": {"m": m}}
