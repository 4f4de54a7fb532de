def execute(connection, input, input_schema, output_schema, continued):
    return {"input": input, "eis": input_schema, "eos": output_schema, "cont": continued, "host": connection["host"]}


connector = {
    "title": "Demo",
    "connection": {"fields": [{"name": "host"}, {"name": "token", "control_type": "password"}]},
    "actions": {
        "echo": {
            "input_fields": lambda definitions, connection, config: [
                {"name": "q", "optional": False},
                {"name": "cfg", "hint": config.get("kind", "")},
            ],
            "output_fields": lambda: [{"name": "n", "type": "integer"}],
            "execute": execute,
        }
    },
}
