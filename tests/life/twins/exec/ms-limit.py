from wkt_cli.dsl import reinvoke_after

connector = {
    "title": "Case",
    "actions": {"forever": {"execute": lambda: reinvoke_after(seconds=1, continue_={"n": 1})}},
}
