def plain(input, start, end, size):
    return [input["text"][start : end + 1], end >= len(input["text"]) - 1]


connector = {"title": "Case", "streams": {"plain": plain}}
