from wkt_cli.dsl import call, reinvoke_after


def execute(connection, input, input_schema, output_schema, continued):
    return {"done": continued} if continued else call("again")


connector = {
    "title": "Case",
    "actions": {"via_method": {"execute": execute}},
    "methods": {"again": lambda: reinvoke_after(seconds=2, continue_={"x": 1})},
}
