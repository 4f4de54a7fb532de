connector = {
    "title": "Case",
    "actions": {
        "a": {
            "input_fields": lambda: [{"name": "a", "convert_input": "boolean_conversion"}],
            "execute": lambda connection, input: input,
        }
    },
}
