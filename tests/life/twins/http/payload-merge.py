from wkt_cli.dsl import post


def m():
    def add(payload):
        payload["c"] = payload["b"]

    return post("{{BASE}}/x", a=1).payload({"a": 2, "b": 3}).payload(add)


connector = {"title": "Case", "methods": {"m": m}}
