"""What all tests share."""

import os

import pytest
from hypothesis import settings

# On a build server the same examples every time, and no clock: its machines are slow and shared.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_modifyitems(config, items):
    """What takes minutes runs when it is asked for, with ``pytest -m slow``."""
    if "slow" not in config.option.markexpr:
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; run it with -m slow"))
