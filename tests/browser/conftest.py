import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

import maps

# Tests are imported by path, so that helpers beside them must be too.
_path = Path(__file__).parents[1] / "maps" / "sites.py"
_spec = importlib.util.spec_from_file_location("made_up_sites", _path)
sites = importlib.util.module_from_spec(_spec)
sys.modules["made_up_sites"] = sites
_spec.loader.exec_module(sites)

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; without one these tests are skipped, unless the environment says that it must be there."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        if os.environ.get("IMPACT_AREAS_NEED_BROWSER") == "1":
            pytest.fail("IMPACT_AREAS_NEED_BROWSER=1, and no Chromium is found")
        pytest.skip("no Chromium is found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_site(sample_build):
    return sample_build[0].site


class Opened:
    """A page in a browser with no network, and all it asked for or complained about."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.complaints, self.requests = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.page.goto(path.as_uri())

    def text(self, selector):
        return self.page.inner_text(selector)


@pytest.fixture
def open_page(browser):
    """Open a file as a double-click would; every page opened is closed again."""
    opened = []

    def open_file(path, *, width=1600, height=900, **options):
        opened.append(Opened(browser, path, viewport={"width": width, "height": height}, **options))
        return opened[-1]

    yield open_file
    for one in opened:
        one.context.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The made-up site, written once."""
    written = maps.write_site(sites.make_site(), tmp_path_factory.mktemp("site"))
    return written[0].parent
