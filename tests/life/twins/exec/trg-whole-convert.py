connector = {
    "title": "Case",
    "triggers": {
        "t": {
            "output_fields": lambda: [{"name": "id", "type": "integer"}, {"name": "d", "type": "date"}],
            "poll": lambda: {"events": [{"id": "7", "d": "2024-01-02T00:00:00Z", "e": "1"}]},
        }
    },
}
