"""What all tests share."""

import os

from hypothesis import settings

# On a build server the same examples every time, and no clock: its machines are slow and shared.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
