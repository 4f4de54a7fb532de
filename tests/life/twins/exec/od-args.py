connector = {
    "title": "Case",
    "object_definitions": {
        "args": {"fields": lambda connection, config, definitions: [{"name": connection["host"] + config["kind"]}]}
    },
}
