"""The full comparisons take minutes: they run when asked for, with ``pytest -m slow``."""

import pytest


def pytest_collection_modifyitems(config, items):
    if "slow" not in config.option.markexpr:
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; run it with -m slow"))
