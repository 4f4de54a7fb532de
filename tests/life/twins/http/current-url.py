from wkt_cli.dsl import post


def m():
    request = post("{{BASE}}/x?z=1", a=1).params(b=[1, 2]).user("u@x").password("p:w")
    return [request.current_url, request.current_verb]


connector = {"title": "Case", "methods": {"m": m}}
