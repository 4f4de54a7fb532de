connector = {
    "title": "Case",
    "actions": {"a": {"summarize_input": ["rows"], "execute": lambda: {"done": True}}},
}
