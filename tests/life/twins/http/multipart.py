from wkt_cli.dsl import post


def m():
    files = {"file": ["data1", "text/plain", "a.txt"], "f2": ["data2", "application/pdf"]}
    fields = {"plain": "v", "n": None, "h": {"a": 1}, "arr": ["only"]}
    return post("{{BASE}}/x").request_format_multipart_form().payload({**files, **fields})


connector = {"title": "Case", "methods": {"m": m}}
