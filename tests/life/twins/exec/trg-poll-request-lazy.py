from wkt_cli.dsl import get

connector = {"title": "Case", "triggers": {"t": {"poll": lambda: {"events": get("{{BASE}}/list")}}}}
