from wkt_cli.dsl import checkpoint


def execute(connection, input):
    checkpoint(continue_={"a": 1}, temp_output={})
    return {"ok": True}


connector = {"title": "R", "actions": {"a": {"execute": execute}}}
