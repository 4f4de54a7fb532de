from wkt_cli.dsl import call, get


def page(number, size):
    return get("{{BASE}}/items", offset=number * size, limit=size)["items"]


def search(connection, input, input_schema, output_schema):
    rows = call("page", 0, input["size"]) + call("page", 1, input["size"])
    names = [field["name"] for field in output_schema]
    return {"items": rows, "n": len(rows), "since": input["since"].strftime("%d.%m.%Y"), "fields": names}


ITEM = [{"name": "id", "type": "integer"}, {"name": "at", "type": "date_time"}, {"name": "price", "type": "number"}]

connector = {
    "title": "All",
    "methods": {"page": page},
    "object_definitions": {"item": {"fields": lambda: ITEM}},
    "actions": {
        "search": {
            "input_fields": lambda: [
                {"name": "size", "type": "integer", "convert_input": "integer_conversion", "optional": False},
                {"name": "since", "type": "date"},
            ],
            "execute": search,
            "output_fields": lambda definitions: [
                {"name": "items", "type": "array", "of": "object", "properties": definitions["item"]},
                {"name": "n", "type": "integer"},
            ],
        }
    },
}
