"""A browser that sees the built book and nothing else.

The book has to be built first (``make html``). Without a Chromium these tests are skipped, or fail where
the environment sets ``BROWSER_REQUIRED``.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

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


class Server(ThreadingHTTPServer):
    """A file server that can be told to fail; what a shared worker fetches, no page sees."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(HTML)))
        self.asked: list[str] = []
        self.missing: set[str] = set()
        self.stalled: set[str] = set()
        self.more: dict[str, str] = {}
        self.over = Event()

    def reset(self) -> None:
        """Forget what was asked, and let every file arrive again, those that wait too."""
        self.over.set()
        self.over = Event()
        for each in (self.asked, self.missing, self.stalled, self.more):
            each.clear()


class Handler(SimpleHTTPRequestHandler):
    """A file is served, or not, or late, or with something added, as the server was told."""

    server: Server

    def do_GET(self) -> None:
        """Serve a file."""
        name = self.path.partition("?")[0].rpartition("/")[2]
        self.server.asked.append(name)
        if name in self.server.stalled:
            self.server.over.wait(60)
        if name in self.server.missing:
            self.send_error(404)
        elif name in self.server.more:
            body = Path(self.translate_path(self.path)).read_text("utf-8") + self.server.more[name]
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(body.encode())
        else:
            with suppress(ConnectionError):
                super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Opener = Callable[..., tuple[Page, Log]]


@pytest.fixture(scope="session")
def serving() -> Iterator[Server]:
    """Serve the built book."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run make html, or jupyter-book build .", pytrace=False)
    server = Server()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.reset()
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(serving: Server) -> Iterator[Server]:
    """Give the server, which may be told to fail until the test ends."""
    serving.reset()
    yield serving
    serving.reset()


@pytest.fixture(scope="session")
def home(serving: Server) -> str:
    """Give the address of the built book's folder."""
    return f"http://127.0.0.1:{serving.server_port}/"


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
