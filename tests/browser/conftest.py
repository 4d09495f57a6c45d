"""A browser that sees the built book and nothing else.

The book has to be built first (``make html``). Without a Chromium these tests are skipped, or fail where
the environment sets ``BROWSER_REQUIRED``.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Log:
    """What a page did that a page of this book must not do."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def watch(self, page: Page, home: str) -> None:
        """Record the page's faults, and let no request leave this machine."""

        def admit(route: Route, request: Request) -> None:
            if request.url.startswith((home, "data:", "blob:")):
                route.continue_()
            else:
                self.outside.append(request.url)
                route.abort()

        page.context.route("**/*", admit)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("response", lambda response: self.failed.append(response.url) if response.status >= 400 else None)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write to the terminal."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Opener = Callable[..., tuple[Page, Log]]


@pytest.fixture(scope="session")
def home() -> Iterator[str]:
    """Serve the built book; give the address of its folder."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run make html, or jupyter-book build .", pytrace=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(HTML)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium that this machine has; none is downloaded."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        missing = "no Chromium found: install it, or set CHROMIUM to the path of one"
        if os.environ.get("BROWSER_REQUIRED"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, home: str) -> Iterator[Opener]:
    """Give a function that opens a page of the book, by its path, in a fresh profile.

    The page's policy is set aside unless a test asks for it, since Playwright's waiting for a function needs ``eval``.
    """
    contexts = []

    def opened(path: str, before: str = "", **options: object) -> tuple[Page, Log]:
        settings = {"viewport": {"width": 1280, "height": 900}, "bypass_csp": True}
        context = browser.new_context(**settings | options)
        contexts.append(context)
        if before:
            context.add_init_script(f"({before})()")
        page, log = context.new_page(), Log()
        page.set_default_timeout(60_000)
        log.watch(page, home)
        page.goto(home + path, wait_until="load")
        return page, log

    yield opened
    for context in contexts:
        context.close()
