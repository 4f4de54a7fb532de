def execute(connection, input, input_schema):
    return {"got": input, "names": [field["name"] for field in input_schema]}


connector = {
    "title": "Case",
    "actions": {
        "a": {
            "config_fields": [{"name": "object", "optional": False}],
            "input_fields": lambda definitions, connection, config: [{"name": config["object"] + "_id"}],
            "execute": execute,
        }
    },
}
