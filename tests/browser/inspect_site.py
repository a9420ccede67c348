"""What no picture shows of a force's own pages: ``python -m tests.browser.inspect_site SITE`` opens each of them.

SITE is the folder ``site`` of a workspace. Each sheet is printed to PDF and its sides are counted, the smallest letters on
it are measured, names on every map are checked for what they cover, and pages of units for their size and the time to
their first picture. What breaks a limit is listed, and the command ends with 1. It takes minutes for a real force.
"""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.collisions import count_names

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LEAST_POINTS, MOST_BYTES, MOST_PACKED, MOST_SECONDS = 9.0, 500_000, 150_000, 3.0
_LETTERS = """(() => {
  let least = Infinity;
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !holder.checkVisibility()) continue;
    const drawing = holder.closest('svg'), size = parseFloat(getComputedStyle(holder).fontSize);
    const scale = drawing ? drawing.getScreenCTM().a : 1;
    if (!holder.closest('.badge, .paper-badge')) least = Math.min(least, size * scale * 72 / 96);
  }
  return least;
})()"""


def count_sides(page: Page) -> int:
    """Sides of paper that the open page fills."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def smallest_letters(page: Page) -> float:
    """Size of the smallest letters that the open sheet prints, in points; numbers in badges aside."""
    page.emulate_media(media="print")
    points = float(page.evaluate(_LETTERS))
    page.emulate_media(media="screen")
    return points


def inspect_sheets(browser: Browser, site: Path) -> Iterator[tuple[str, int, float]]:
    """Name, sides and smallest letters of every sheet."""
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    for sheet in sorted(site.glob("briefing-[A-Z0-9]*.html")):
        page.goto(sheet.as_uri())
        yield sheet.name, count_sides(page), smallest_letters(page)
    page.close()


def inspect_names(browser: Browser, site: Path) -> Iterator[tuple[str, str, int, list[tuple[str, str]]]]:
    """Name of a page, the drawing, how many names are on it, and those that cover something."""
    for width, height in ((1440, 900), (390, 844)):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto((site / "index.html").as_uri())
        yield "index.html", f"index, {width}", *count_names(page, "index")
        for unit in sorted(site.glob("npu-*.html")):
            page.goto(unit.as_uri())
            page.wait_for_timeout(150)
            yield unit.name, f"unit, {width}", *count_names(page, "unit")
            page.emulate_media(media="print")
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            yield unit.name, "unit, paper", *count_names(page, "print")
            page.emulate_media(media="screen")
        page.close()
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    for sheet in sorted(site.glob("briefing-[A-Z0-9]*.html")):
        page.goto(sheet.as_uri())
        yield sheet.name, "sheet", *count_names(page, "sheet")
    page.close()


def inspect_opening(browser: Browser, site: Path) -> Iterator[tuple[str, int, int, float]]:
    """Name, bytes, packed bytes and seconds until everything is drawn, of the index and of every unit's page."""
    for path in [site / "index.html", *sorted(site.glob("npu-*.html"))]:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(path.as_uri())
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seconds = page.evaluate("performance.now() / 1000")
        whole = path.read_bytes()
        yield path.name, len(whole), len(gzip.compress(whole, mtime=0)), float(seconds)
        page.close()


def inspect_site(site: Path) -> list[str]:
    """Print what was measured, and return what breaks a limit."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        sheets, names = list(inspect_sheets(browser, site)), list(inspect_names(browser, site))
        opened = list(inspect_opening(browser, site))
        browser.close()
    covering = [(page, drawing, *one) for page, drawing, _, wrong in names for one in wrong]
    print(
        f"{len(sheets)} sheets; sides {sorted({sides for _, sides, _ in sheets})}; "
        f"smallest letters {min(points for *_, points in sheets):.1f} pt"
    )
    print(f"{sum(count for _, _, count, _ in names):,} names on {len(names)} drawings; {len(covering)} cover something")
    units = [one for one in opened if one[0] != "index.html"]
    print(
        f"largest unit page {max(whole for _, whole, *_ in units):,} bytes, {max(one[2] for one in units):,} packed; "
        f"opened and drawn in {statistics.median(one[3] for one in opened):.2f} s, "
        f"at most {max(one[3] for one in opened):.2f} s"
    )
    return [
        *(f"{name}: {sides} sides" for name, sides, _ in sheets if sides != 1),
        *(f"{name}: letters of {points:.1f} pt" for name, _, points in sheets if points < LEAST_POINTS - 0.05),
        *(f"{page}, {drawing}: '{name}' covers {what}" for page, drawing, name, what in covering),
        *(
            f"{name}: {whole:,} bytes, {packed:,} packed"
            for name, whole, packed, _ in units
            if whole > MOST_BYTES or packed > MOST_PACKED
        ),
        *(f"{name}: {seconds:.1f} s to open" for name, *_, seconds in opened if seconds > MOST_SECONDS),
    ]


if __name__ == "__main__":
    wrong = inspect_site(Path(sys.argv[1]))
    print("\n".join(wrong) or "Every limit is kept.")
    sys.exit(1 if wrong else 0)
