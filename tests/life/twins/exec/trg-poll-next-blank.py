connector = {"title": "Case", "triggers": {"t": {"poll": lambda: {"events": [], "next_poll": {}}}}}
