from wkt_cli.dsl import parallel


def m():
    return parallel([])


connector = {"title": "Case", "methods": {"m": m}}
