from wkt_cli.dsl import workato_schema


def m():
    return workato_schema(1)


connector = {"title": "Case", "methods": {"m": m}}
