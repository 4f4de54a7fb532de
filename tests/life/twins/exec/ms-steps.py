from wkt_cli.dsl import get, post, reinvoke_after


def execute(connection, input, input_schema, output_schema, continued):
    if not continued:
        job = post("{{BASE}}/jobs")
        reinvoke_after(seconds=5, continue_={"id": job["id"], "step": 1}, temp_output={"started": True})
    state = get(f"{{BASE}}/jobs/{continued['id']}")
    if not state["done"]:
        reinvoke_after(seconds=7.5, continue_={**continued, "step": continued["step"] + 1})
    return {"done": continued["step"]}


connector = {"title": "Case", "actions": {"poll_job": {"execute": execute}}}
