connector = {"title": "Case", "triggers": {"t": {"poll": lambda: None}}}
