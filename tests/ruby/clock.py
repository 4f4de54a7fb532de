"""The moment at which the golden cases were recorded."""

import datetime

import time_machine

MOMENT = datetime.datetime(2024, 3, 15, 14, 30, 45, 123456, tzinfo=datetime.UTC)


def stopped():
    """Stop the clock at that moment."""
    return time_machine.travel(MOMENT, tick=False)
