"""Draws the pictures of the documentation from the sample, in headless Chromium: ``python -m docs_build.pictures``."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from docs_build.places_picture import draw_places
from service.build.pipeline import build

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDE, PAPER = (1440, 810), (794, 1123)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PAGES = {
    "unit": ("npu-BE.html", "", WIDE),
    "over-time": ("npu-BW.html", "#show=crime&when=2026-04", WIDE),
    "index": ("index.html", "", WIDE),
    "briefing": ("briefing-BW-1.html", "", PAPER),
}


def draw_pictures() -> None:
    """Build the sample and photograph its pages."""
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        raise SystemExit("No Chromium was found. Install one, or name it in the environment variable CHROMIUM.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        build(ROOT / "data_samples" / "sample.toml", out=Path(folder), now=NOW)
        draw_places(Path(folder))
        browser = play.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for name, (file, address, (width, height)) in PAGES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.emulate_media(media="print" if name == "briefing" else "screen")
            page.goto((Path(folder) / "site" / file).as_uri() + address)
            page.wait_for_timeout(500)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    draw_pictures()
