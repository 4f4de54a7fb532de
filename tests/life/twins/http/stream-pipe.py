from wkt_cli.dsl import get, put, workato


def dl(input, start, end, size):
    chunk = get("{{BASE}}/file").params(id=input["id"]).headers(Range=f"bytes={start}-{end}").response_format_raw()
    return [chunk, len(chunk) < size]


def execute(connection, input):
    for chunk in workato.stream.in_chunks(workato.stream.out("dl", {"id": 1}), frame_size=4):
        place = f"bytes {chunk.start}-{chunk.end}/*"
        put("{{BASE}}/up").headers({"Content-Range": place}).request_body(chunk.data).response()
    return {}


connector = {"title": "S", "actions": {"pipe": {"execute": execute}}, "streams": {"dl": dl}}
