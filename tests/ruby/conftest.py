import sys

import pytest


@pytest.fixture(autouse=True)
def recursion_limit():
    """Tests that stop a run half-way must not change the limit for those after them."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)
