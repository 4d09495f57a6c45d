"""What all tests share."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # on small matrices further threads only wait for one another

# No clock, for machines are slow and shared; on a build server the same examples every time. What is drawn at random
# is drawn anew in every run, so that few examples do; `--hypothesis-profile=thorough` draws many at once.
settings.register_profile("dev", deadline=None, max_examples=30)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("dev"), max_examples=500)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_modifyitems(config, items):
    """What takes minutes runs when it is asked for, with ``pytest -m slow``."""
    if "slow" not in config.option.markexpr:
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; run it with -m slow"))
