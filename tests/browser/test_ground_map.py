"""A map server of the force's own under the areas: drawn where it answers, given up where it does not."""

from __future__ import annotations

import struct
import sys
import threading
import zlib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

import maps
from maps.text.tile_server import GroundMap

pytestmark = pytest.mark.browser
sites = sys.modules["made_up_sites"]
NORTH = "npu-NO.html"
GAVE_UP = "The force\u2019s background map did not answer; the plain ground is shown instead."


def _png():
    """A tile of one blue."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x60\xc0" * 256) * 256)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Server:
    """A map server on this machine; ``answers`` is "well", "gone", "never" or "elsewhere" (by another name)."""

    def __init__(self):
        self.asked, self.answers, self.closing = [], "well", threading.Event()
        server, picture = self, _png()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(self.path)
                if server.answers == "never":
                    server.closing.wait(20)
                if server.answers == "elsewhere" and self.headers["Host"].startswith("127."):
                    self.send_response(302)
                    self.send_header("Location", f"http://localhost:{server.port}{self.path}")
                    self.end_headers()
                    return
                found = server.answers in ("well", "elsewhere")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                self.wfile.write(picture if found else b"")

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # a page that is closed hangs up on its tiles
        self.port = self.http.server_port
        self.origin = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def running():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def server(running):
    running.asked.clear()
    running.answers = "well"
    return running


@pytest.fixture(scope="module")
def grounded(running, tmp_path_factory):
    """The made-up site over a tile server, over a WMS, and over tiles whose server is not the one that is allowed."""
    credit = " ".join(sites.PAYLOADS)
    tiles = GroundMap("tiles", running.origin + "/t/{z}/{x}/{y}.png", "Elmshire County Council")
    wms = GroundMap("wms", running.origin + "/ows?map=/roads", credit, layers=credit)
    site, root = sites.make_site(), tmp_path_factory.mktemp("ground")
    for name, ground in {"tiles": tiles, "wms": wms}.items():
        maps.write_site(replace(site, further=replace(site.further, ground_map=ground)), root / name)
    return root


@pytest.fixture
def open_over(browser, grounded):
    """Open a unit's page with a network, and a clock that tests wind on."""
    contexts = []

    def open_one(kind="tiles", **options):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((grounded / kind / NORTH).as_uri())
        page.clock.run_for(100)
        return page

    yield open_one
    for context in contexts:
        context.close()


def test_tiles_that_come_lie_under_the_areas_and_can_be_switched_off(open_over, server):
    page = open_over()
    page.locator(".over-ground img.leaflet-tile-loaded").first.wait_for()
    assert all(path.startswith("/t/") for path in server.asked)
    assert page.inner_text(".ground-note").split("\n")[-1].endswith("Elmshire County Council")
    assert f"The page asks {server.origin} for it while it is open" in page.inner_text(".about")
    panes = "['tile', 'ground', 'overlay'].map(name => document.querySelector(`.leaflet-${name}-pane`))"
    order = page.evaluate(f"{panes}.map(pane => Number(getComputedStyle(pane).zIndex))")
    assert order == sorted(order)
    page.uncheck("#ground-switch")
    assert page.locator(".over-ground, img.leaflet-tile").count() == 0
    assert page.inner_text("#ground-said") == ""
    page.check("#ground-switch")
    page.locator(".over-ground img.leaflet-tile-loaded").first.wait_for()
    assert page.complaints == []


def test_a_wms_is_asked_in_web_mercator_and_hostile_words_stay_words(open_over, server):
    page = open_over("wms")
    page.locator(".over-ground img.leaflet-tile-loaded").first.wait_for()
    asked = {name: value[0] for name, value in parse_qs(urlsplit(server.asked[0]).query).items()}
    assert (asked["map"], asked["request"], asked["srs"]) == ("/roads", "GetMap", "EPSG:3857")
    assert "<img src=x onerror=window.ran=1>" in asked["layers"]
    assert "<img src=x onerror=window.ran=1>" in page.inner_text(".ground-note")
    assert page.evaluate("window.ran") is None
    assert page.complaints == []


def test_a_server_that_says_no_is_given_up_quietly(open_over, server):
    server.answers = "gone"
    page = open_over()
    page.get_by_text(GAVE_UP).wait_for()
    assert not page.is_checked("#ground-switch")
    assert page.locator(".over-ground, img.leaflet-tile").count() == 0
    server.answers = "well"
    page.check("#ground-switch")
    page.locator(".over-ground img.leaflet-tile-loaded").first.wait_for()
    assert page.inner_text("#ground-said") == ""


def test_a_server_that_says_nothing_delays_nothing_and_is_given_up_after_five_seconds(open_over, server):
    server.answers = "never"
    page = open_over()
    assert page.evaluate("document.readyState") == "complete"
    assert page.locator("path.area").count() == 16
    page.clock.run_for(4000)
    assert page.inner_text("#ground-said") == ""
    page.clock.run_for(1500)
    assert page.inner_text("#ground-said") == GAVE_UP
    assert page.locator("img.leaflet-tile").count() == 0


def test_pictures_come_from_that_server_and_no_other(open_over, server):
    page = open_over()
    page.locator(".over-ground img.leaflet-tile-loaded").first.wait_for()
    page.evaluate(f"new Image().src = 'http://localhost:{server.port}/planted.png'")
    page.clock.run_for(500)
    page.evaluate(
        f"new Promise(done => {{ const one = new Image(); one.onload = done; one.src = '{server.origin}/own.png'; }})"
    )
    assert "/own.png" in server.asked
    assert "/planted.png" not in server.asked
    assert any("Content Security Policy" in words for words in page.complaints)


def test_a_server_that_sends_the_page_elsewhere_is_not_followed(open_over, server):
    server.answers = "elsewhere"
    page = open_over()
    page.get_by_text(GAVE_UP).wait_for()
    assert any("Content Security Policy" in words for words in page.complaints)


def test_paper_and_the_other_pages_know_nothing_of_it(open_over, server, grounded):
    page = open_over()
    page.locator(".over-ground").wait_for()
    page.emulate_media(media="print")
    assert page.is_hidden(".ground-note")
    assert page.locator("#print-map image").count() == 0
    for sheet in ("index.html", "briefing-NO.html", "briefing-NO-1.html"):
        assert server.origin not in (grounded / "tiles" / sheet).read_text(encoding="utf-8")
