from wkt_cli.dsl import post


def m():
    return post("{{BASE}}/x").format_xml("req").payload({"a": [{"content!": "t", "b": 1}], "order!": ["a"]})


connector = {"title": "Case", "methods": {"m": m}}
