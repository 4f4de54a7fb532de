from wkt_cli.dsl import get


def m():
    reply = get("{{BASE}}/x")
    other = reply.copy()
    return [other["ok"], reply["ok"]]


connector = {"title": "Case", "methods": {"m": m}}
