from wkt_cli.dsl import head


def m():
    return head("{{BASE}}/x", a=1)


connector = {"title": "Case", "methods": {"m": m}}
