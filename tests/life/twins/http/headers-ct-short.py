from wkt_cli.dsl import post


def m():
    return post("{{BASE}}/x", a=1).headers(content_type="json", accept="pdf, html")


connector = {"title": "Case", "methods": {"m": m}}
