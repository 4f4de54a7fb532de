def changed(connection, config, definitions):
    definitions["simple"].append({"name": "more"})
    return [len(definitions["simple"])]


connector = {
    "title": "Case",
    "object_definitions": {
        "simple": {"fields": lambda: [{"name": "id", "type": "integer"}]},
        "changed": {"fields": changed},
    },
}
