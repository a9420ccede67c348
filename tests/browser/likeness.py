"""How pages look, kept small: ``python -m tests.browser.likeness`` photographs the sample force anew.

Pages are photographed in a font made here, whose letters are all one box, so that lines break alike on every machine.
A photograph is kept at a quarter of its size. Two are alike if no part of them differs in more than a few blocks of eight
by eight pixels: what a browser rounds otherwise vanishes in a block, what a reader would miss does not. (pixelmatch, the
usual library, compares single pixels, and so needs photographs at full size.)
"""

from __future__ import annotations

import base64
import io
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

KEPT = Path(__file__).parent / "likenesses"
SAMPLE = Path(__file__).parents[2] / "data_samples" / "sample.toml"
SHRINK, BLOCK, PART = 4, 2, 24  # pixels to one kept, kept pixels to a block, blocks to a side of a part
SHADES, SHARE = 16, 0.04  # of 255, between two blocks; of the blocks of one part
LETTERS = [(0x21, 0x17F), (0x2010, 0x2030), (0x2190, 0x21FF), (0x25A0, 0x25FF)]


@dataclass(frozen=True)
class Shot:
    """A page, the size of its window, and whether it is shown as a grey printer would print it."""

    file: str
    width: int
    height: int
    paper: bool = False


SHOTS = {
    "index-wide": Shot("index.html", 1920, 1080),
    "unit-wide": Shot("npu-BE.html", 1920, 1080),
    "unit-laptop": Shot("npu-BE.html", 1366, 768),
    "unit-small": Shot("npu-BE.html", 1024, 768),
    "unit-tablet": Shot("npu-BE.html", 768, 1024),
    "unit-phone": Shot("npu-BE.html", 390, 844),
    "unit-zoomed": Shot("npu-BE.html", 720, 450),
    "unit-paper": Shot("npu-BE.html", 794, 1123, paper=True),
    "briefing-paper": Shot("briefing-BE-1.html", 794, 1123, paper=True),
}


def photograph(browser: Browser, site: Path, shot: Shot, *, without: str = "") -> Image.Image:
    """A page as it is kept; ``without`` selects what is hidden first, to see whether that would be seen."""
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, bypass_csp=True)
    page = context.new_page()
    hidden = f"{without}{{visibility:hidden!important}}" if without else ""
    html = (site / shot.file).read_text(encoding="utf-8").replace("<style>", f"<style>{_letters()}{hidden}", 1)
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto((site / shot.file).as_uri())
    if shot.paper:
        page.emulate_media(media="print")
    _settle(page, shot)
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    context.close()
    return taken.convert("L" if shot.paper else "RGB").reduce(SHRINK)


def _settle(page: Page, shot: Shot) -> None:
    """Until the letters are there, and names have been placed by their widths."""
    page.evaluate("document.fonts.load('16px Letters').then(() => document.fonts.ready)")
    for width in (shot.width - 8, shot.width):
        page.set_viewport_size({"width": width, "height": shot.height})
        page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"
        )


def _letters() -> str:
    """A style sheet that sets every letter as one box, half as wide as it is high."""
    pen = TTGlyphPen(None)
    for at, corner in enumerate([(40, 0), (40, 500), (460, 500), (460, 0)]):
        (pen.lineTo if at else pen.moveTo)(corner)
    pen.closePath()
    box, nothing = pen.glyph(), TTGlyphPen(None).glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "space", "box"])
    boxes = {letter: "box" for first, last in LETTERS for letter in range(first, last + 1)}
    font.setupCharacterMap(boxes | {0x20: "space", 0xA0: "space"})
    font.setupGlyf({".notdef": box, "space": nothing, "box": box})
    font.setupHorizontalMetrics({".notdef": (500, 40), "space": (280, 0), "box": (500, 40)})
    font.setupHorizontalHeader(ascent=900, descent=-250)
    font.setupNameTable({"familyName": "Letters", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=900, sTypoDescender=-250, usWinAscent=900, usWinDescent=250)
    font.setupPost()
    written = io.BytesIO()
    font.save(written)
    data = base64.b64encode(written.getvalue()).decode("ascii")
    return (
        f"@font-face{{font-family:Letters;src:url(data:font/ttf;base64,{data})}}"
        "*,*::before,*::after{font-family:Letters!important;font-synthesis:none!important}"
    )


def differing(seen: Image.Image, kept: Image.Image) -> np.ndarray:
    """Which blocks differ: rows and columns of blocks."""
    one, other = (np.asarray(picture.convert("RGB").reduce(BLOCK), dtype=int) for picture in (seen, kept))
    return np.abs(one - other).max(axis=2) > SHADES


def worst_part(blocks: np.ndarray) -> float:
    """Largest share of differing blocks in any part of a picture."""
    rows, columns = (range(0, length, PART) for length in blocks.shape)
    return max(float(blocks[row : row + PART, column : column + PART].mean()) for row in rows for column in columns)


def explain(seen: Image.Image, kept: Image.Image, path: Path) -> None:
    """The kept picture, the one seen, and the kept one with every differing block in red, side by side."""
    marks = Image.fromarray(np.uint8(255 * differing(seen, kept))).resize(kept.size, Image.Resampling.NEAREST)
    red = Image.composite(Image.new("RGB", kept.size, "#d00"), kept.convert("RGB"), marks)
    sheet = Image.new("RGB", (3 * kept.width, kept.height))
    for at, picture in enumerate((kept, seen, red)):
        sheet.paste(picture, (at * kept.width, 0))
    sheet.save(path)


def keep_all() -> None:
    """Build the sample, and photograph every page."""
    from service.build.pipeline import build

    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("No Chromium was found. Install one, so that pages can be photographed.")
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        build(SAMPLE, out=Path(folder), now=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for name, shot in SHOTS.items():
            photograph(browser, Path(folder) / "site", shot).save(KEPT / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    keep_all()
