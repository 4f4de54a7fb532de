connector = {
    "title": "Case",
    "triggers": {
        "t": {
            "input_fields": lambda: [{"name": "since", "label": "From", "optional": False}],
            "poll": lambda: {"events": []},
        }
    },
}
