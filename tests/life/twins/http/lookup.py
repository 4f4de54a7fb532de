from wkt_cli.dsl import lookup


def m():
    rows = [lookup("States", {"code": "AZ"})["name"], lookup(7, code="CA"), lookup("7", code="CA")["name"]]
    rows += [lookup("States", code="ZZ"), lookup("Nope", a=1), lookup("States", code="AZ")["name"], lookup("States")]
    return rows


connector = {"title": "Case", "methods": {"m": m}}
