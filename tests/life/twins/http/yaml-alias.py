from wkt_cli.dsl import workato


def m():
    return workato.parse_yaml("a: &x 1\nb: *x")


connector = {"title": "Case", "methods": {"m": m}}
