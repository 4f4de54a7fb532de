from wkt_cli.dsl import get

connector = {"title": "Case", "triggers": {"t": {"webhook_notification": lambda input, payload: get("{{BASE}}/x")}}}
