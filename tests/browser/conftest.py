"""A real Chromium without a network, shared by the tests of this folder."""

from __future__ import annotations

import contextlib

import pytest
from render_samples import sample

from geo.render import find_browser, save_map

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none"]
#: Runs before the page: whatever a hostile text manages to start is counted here.
TRAP = "window.__hits = []; window.__hit = (x) => { window.__hits.push(x); return ''; };"


@pytest.fixture(scope="session")
def chromium():
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium found: install it (apt-get install chromium) to run the browser tests")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Opened:
    """A page with a record of everything that went wrong in it."""

    def __init__(self, page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)

    def _note(self, message) -> None:
        # The tests read pixels back, which the page itself never does; Chromium advises against it.
        if message.type in ("error", "warning") and "willReadFrequently" not in message.text:
            self.problems.append(message.text)

    @property
    def outside(self) -> list[str]:
        """Requests for anything but the file itself and what it made."""
        local = ("file:", "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(local)]


@pytest.fixture(scope="session")
def open_page(chromium):
    """Give a context manager that opens a file and waits until the map is ready."""

    @contextlib.contextmanager
    def opened(path, *, size=(1200, 760), dark=False, address="", wait=True, **context):
        scheme = "dark" if dark else "light"
        viewport = {"width": size[0], "height": size[1]}
        with chromium.new_context(viewport=viewport, color_scheme=scheme, accept_downloads=True, **context) as room:
            room.set_offline(True)
            room.add_init_script(TRAP)
            page = room.new_page()
            record = Opened(page)
            page.goto(path.as_uri() + address)
            if wait:
                page.wait_for_selector("html[data-ready=true]", timeout=30_000)
            yield record

    return opened


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory):
    return save_map(sample(), tmp_path_factory.mktemp("map") / "map.html", threshold=0)
