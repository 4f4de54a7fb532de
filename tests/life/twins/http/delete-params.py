from wkt_cli.dsl import delete


def m():
    return delete("{{BASE}}/x").params(b=1)


connector = {"title": "Case", "methods": {"m": m}}
