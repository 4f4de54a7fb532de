from wkt_cli.dsl import get


def m():
    return get("/x")


connector = {"title": "Case", "methods": {"m": m}}
