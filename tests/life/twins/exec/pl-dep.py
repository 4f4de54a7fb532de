connector = {
    "title": "Case",
    "pick_lists": {"dep": lambda connection, *, country, region="none": [[country, region]]},
}
