connector = {
    "title": "Case",
    "streams": {"args": lambda input, start, end, size: [[input, start, end, size], True]},
}
