from wkt_cli.dsl import get


def m():
    return get("{{BASE}}/x").request_body("hello")


connector = {"title": "Case", "methods": {"m": m}}
