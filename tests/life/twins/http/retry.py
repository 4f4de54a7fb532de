from wkt_cli.dsl import get

connector = {
    "title": "R",
    "actions": {"a": {"retry_on_response": [503], "max_retries": 1, "execute": lambda: get("{{BASE}}/x")}},
}
