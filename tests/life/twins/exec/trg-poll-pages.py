def poll(connection, input, closure):
    page = (closure or {}).get("page", 1)
    return {
        "events": [{"id": page * 10 + 1}, {"id": page * 10 + 2}],
        "next_poll": {"page": page + 1, "from": input["since"]},
        "can_poll_more": page < 3,
    }


connector = {"title": "Case", "triggers": {"t": {"poll": poll}}}
