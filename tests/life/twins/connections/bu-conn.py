from wkt_cli.dsl import get

connector = {
    "connection": {
        "authorization": {
            "type": "none",
        },
        "base_uri": lambda connection: f"{{BASE}}/{connection['v']}/",
    },
    "test": lambda: get("me"),
}
