"""Abbreviations of zones that Ruby's date parser knows, with their offsets in seconds."""

_HOURS = {
    "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "wet": 0, "bst": 1, "cet": 1, "fwt": 1, "met": 1, "mewt": 1, "mez": 1, "swt": 1, "wat": 1, "west": 1,
    "cest": 2, "eet": 2, "fst": 2, "mest": 2, "mesz": 2, "sast": 2, "sst": 2, "bt": 3, "eat": 3, "eest": 3,
    "msk": 3, "msd": 4, "zp4": 4, "zp5": 5, "ist": 5.5, "zp6": 6, "wast": 2, "cct": 6.5, "sgt": 8, "wadt": 8,
    "jst": 9, "kst": 9, "east": -6, "gst": 10, "eadt": 11, "idle": 12, "nzst": 12, "nzt": 12, "nzdt": 13,
    "brst": -2, "ndt": -2.5, "adt": -3, "art": -3, "brt": -3, "clst": -3, "nst": -3.5, "ast": -4, "clt": -4,
    "akdt": -8, "ydt": -8, "akst": -9, "hadt": -9, "hdt": -9, "yst": -9, "ahst": -10, "cat": 2, "hast": -10,
    "hst": -10, "nt": -11, "idlw": -12, "at": -2,
}  # fmt: skip
_MILITARY = {letter: hour for hour, letter in enumerate("abcdefghiklm", 1)} | {
    letter: -hour for hour, letter in enumerate("nopqrstuvwxy", 1)
}
ABBREVIATIONS = {name: int(hours * 3600) for name, hours in (_HOURS | _MILITARY | {"z": 0}).items()}
