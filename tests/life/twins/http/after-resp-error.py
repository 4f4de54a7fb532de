from wkt_cli.dsl import error, get


def m():
    def judge(code, body):
        if code == 200:
            error("bad " + str(body["ok"]).lower())

    return get("{{BASE}}/x").after_response(judge)


connector = {"title": "Case", "methods": {"m": m}}
