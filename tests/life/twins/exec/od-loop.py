connector = {
    "title": "Case",
    "object_definitions": {
        "loop_a": {"fields": lambda connection, config, definitions: definitions["loop_b"]},
        "loop_b": {"fields": lambda connection, config, definitions: definitions["loop_a"]},
    },
}
