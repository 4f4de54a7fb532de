def poll(connection, input, closure, input_schema, output_schema):
    return {"events": [{"c": connection, "i": input, "cl": closure, "eis": input_schema, "eos": output_schema}]}


connector = {"title": "Case", "triggers": {"t": {"poll": poll}}}
