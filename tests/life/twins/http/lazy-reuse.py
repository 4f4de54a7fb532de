from wkt_cli.dsl import get


def m():
    reply = get("{{BASE}}/x")
    return [reply["n"], reply["n"], reply.get("n")]


connector = {"title": "Case", "methods": {"m": m}}
