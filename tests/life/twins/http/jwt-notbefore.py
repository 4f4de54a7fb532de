from wkt_cli.dsl import workato


def m():
    return workato.jwt_decode(workato.jwt_encode({"nbf": 99999999999}, "k", "HS256"), "k", "HS256")


connector = {"title": "Case", "methods": {"m": m}}
