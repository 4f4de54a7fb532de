from wkt_cli.dsl import reinvoke_after


def m():
    reinvoke_after(seconds=0, continue_={})


connector = {"title": "Case", "methods": {"m": m}}
