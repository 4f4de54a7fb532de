from wkt_cli.dsl import workato


def execute(connection, input):
    return {"out": list(workato.stream.in_chunks(input["file"], frame_size=input["fs"]))}


connector = {"title": "S", "actions": {"up": {"execute": execute}}}
