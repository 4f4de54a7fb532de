import re

from wkt_cli.dsl import get

connector = {
    "title": "Case",
    "actions": {"a": {"retry_on_response": [500, re.compile("busy")], "execute": lambda: get("{{BASE}}/x")}},
}
