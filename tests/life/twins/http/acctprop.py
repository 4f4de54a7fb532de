from wkt_cli.dsl import account_property


def m():
    return [account_property("k"), account_property("n"), type(account_property("n")).__name__.replace("str", "String")]


connector = {"title": "Case", "methods": {"m": m}}
