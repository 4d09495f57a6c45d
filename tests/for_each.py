"""One test of many cases alike, which goes through all of them and names those that fail."""

import inspect
from collections.abc import Callable, Iterable
from traceback import format_exception

import pytest


def for_each(
    names: str, cases: Iterable[object], called: Callable[[object], str] = repr
) -> Callable[[Callable], Callable]:
    """Test every case, where `pytest.mark.parametrize` would make as many tests of them.

    Parameters
    ----------
    names : str
        What a test calls a case, "case"; or its parts, "state, action". All else that it takes are fixtures.
    cases : iterable
        Each a value, or a tuple of the parts.
    called : callable
        What the report calls a case.
    """
    given, listing = names.replace(",", " ").split(), list(cases)

    def made(check: Callable) -> Callable:
        def loop(**fixtures: object) -> None:
            failed = []
            for case in listing:
                values = [case] if len(given) == 1 else case
                try:
                    check(**dict(zip(given, values, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append((called(case)[:200], error))
            if failed:
                reports = [f"{name}\n{''.join(format_exception(error, limit=-2))}" for name, error in failed[:3]]
                named = "\n".join(name for name, _ in failed)
                pytest.fail(
                    f"{len(failed)} of {len(listing)} cases fail:\n{named}\n\n" + "\n".join(reports), pytrace=False
                )
            assert listing, "there is no case"

        fixtures = [p for p in inspect.signature(check).parameters.values() if p.name not in given]
        loop.__signature__ = inspect.Signature([p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in fixtures])
        loop.__name__, loop.__doc__, loop.__module__ = check.__name__, check.__doc__, check.__module__
        return loop

    return made
