"""How faults in a file must be told."""

import pytest


def told(match, read, *args):
    """Assert that reading fails with one short printable line that matches."""
    with pytest.raises(ValueError, match=match) as fault:
        read(*args)
    message = str(fault.value)
    assert len(message.splitlines()) == 1
    assert message.isprintable()
    assert len(message) < 1000
