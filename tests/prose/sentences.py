"""Every sentence that the pages of a site can say, once: ``make sentences`` prints those of the sample force.

what is in the pages is read from their HTML. What a page builds itself is read in Chromium, with each layer shown and
each area and place selected in turn. Sentences that differ only in figures and names count as one; the first is kept.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, sync_playwright

NAME = "Northam"  # stands for every name in the form of a sentence
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
BLOCKS = (
    "title, h1, h2, h3, h4, p, li, dt, dd, th, td, caption, label, legend, button, summary, option, figcaption, text"
)
SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-valuetext")
# What a page is asked in Chromium: each layer, over the whole period and in its first step; each area; each place.
ASK = """() => {
  const {view, page, areaSentence, cellWords, sentences} = window.asked, said = new Set();
  const read = holder => holder && sentences(holder).forEach(text => said.add(text));
  page.layers.forEach(layer => [0, 1].forEach(step => {
    view.change({layer, step});
    read(document.querySelector("figcaption"));
    read(document.querySelector(".ranking"));
    page.areas.codes.forEach((code, area) => said.add(areaSentence(area)));
  }));
  document.getElementById("chooser-button").click();
  read(document.getElementById("chooser"));
  view.change({layer: page.layers[0], step: 0});
  page.areas.codes.forEach((code, area) => { view.selectArea(area); read(document.getElementById("answer")); });
  view.change({kept: 0});
  read(document.getElementById("answer"));
  view.selectArea(1);
  read(document.getElementById("answer"));
  view.clear();
  page.places.forEach((place, index) => { view.selectPlace(index); read(document.getElementById("answer")); });
  if (page.cells) page.cells.counts.forEach((count, at) => said.add(cellWords(at)));
  return [...said];
}"""
HAND_OVER = """
window.asked = {view, page, areaSentence, cellWords, sentences: holder => [
  ...[...holder.querySelectorAll("BLOCKS")].filter(node => !node.querySelector("p, li, td, dd")).map(node => node.innerText || node.textContent),
  ...[...holder.querySelectorAll("[aria-label]")].map(node => node.getAttribute("aria-label"))]};
})();"""


@dataclass(frozen=True)
class Said:
    """A sentence, and the kind of page that says it: index, unit, sheet, methods or glossary."""

    text: str
    kind: str


def kind_of(page: str) -> str:
    """Kind of page by its file name."""
    return {"npu": "unit", "briefing": "sheet"}.get(page.split("-", maxsplit=1)[0], page.removesuffix(".html"))


def split_sentences(text: str) -> list[str]:
    """Sentences of a block of text; a heading or a label is one."""
    plain = " ".join(text.split())
    return [
        part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9\u2018\u201c])", plain) if re.search(r"[A-Za-z]{2}", part)
    ]


def in_html(html: str) -> Iterator[str]:
    """What the page says before any script runs: text, labels for screen readers, and words handed to the scripts."""
    soup = BeautifulSoup(html, "html.parser")
    for script in soup.find_all("script"):
        if script.get("type") == "application/json":
            yield from _words_in(json.loads(script.get_text()))
        script.decompose()
    for style in soup.find_all("style"):
        style.decompose()
    for code in soup.find_all("code"):
        code.string = f"`{code.get_text()}`"
    for node in soup.select(BLOCKS):
        if not node.find(["p", "li", "td", "dd"]):
            yield node.get_text(" ")
    for name in SPOKEN:
        yield from (str(node[name]) for node in soup.find_all(attrs={name: True}))


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if " " in value and "|" not in value and re.search(r"[a-z]{2}", value):
            yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _words_in(part)


def names_in(html: str) -> set[str]:
    """Names of areas, teams, places, units and crime types of a unit's page: sentences about them count as one."""
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', html, flags=re.DOTALL)
    if found is None:
        return set()
    page = json.loads(found[1])
    if "unit" not in page:  # the index, whose data is for its search
        return set()
    names = [
        page["unit"],
        page["force"],
        *_unpack(page["areas"]["names"]),
        *page["teams"],
        *page["neighbours"]["names"],
    ]
    counted = {layer["title"] for layer in page["layers"] if layer["group"] in ("Crime types", "Calls for service")}
    types = {"all recorded crime", *counted, *(name[0].lower() + name[1:] for name in counted)}
    decided = re.search(r'<script type="application/json" id="page-decided">(.*?)</script>', html, flags=re.DOTALL)
    places = json.loads(decided[1])["placeNames"].values() if decided else ()
    return {str(name) for name in [*names, *types, *places] if name}


def _unpack(packed: str) -> list[str]:
    """Names as :func:`maps.model.place_index.pack_names` writes them."""
    found = [""]
    for part in packed.split("|"):
        found.append(found[-1][: int(part[0], 36)] + part[1:])
    return found


def form_of(sentence: str, names: re.Pattern[str] | None) -> str:
    """The sentence without its figures and names, by which it is known again."""
    bare = names.sub(NAME, sentence) if names else sentence
    return re.sub(r"[\d,.:]*\d", "#", bare)


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the names, the longest first."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def ask_page(browser: Browser, path: Path) -> list[str]:
    """What a unit's page says when everything on it is chosen once."""
    html = path.read_text(encoding="utf-8")
    asked = HAND_OVER.replace("BLOCKS", BLOCKS)
    html = asked.join(html.rsplit("})();", maxsplit=1))
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.route("**/*.html", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(path.as_uri())
    said: list[str] = page.evaluate(ASK)
    context.close()
    return said


def collect(site: Path, browser: Browser | None = None, *, units: int | None = None) -> list[Said]:
    """Every sentence of a site, once.

    Parameters
    ----------
    site : Path
        Folder with the pages.
    browser : Browser or None
        Without one, what pages build themselves is left out.
    units : int or None
        How many units' pages are asked in the browser; all of them by default.
    """
    pages = sorted(site.glob("*.html"))
    texts = {page.name: page.read_text(encoding="utf-8") for page in pages}
    names = pattern_of(name for text in texts.values() for name in names_in(text))
    found: dict[str, Said] = {}
    for page in pages:
        for block in in_html(texts[page.name]):
            _keep(found, block, kind_of(page.name), names)
    for page in [page for page in pages if kind_of(page.name) == "unit"][:units] if browser else []:
        for block in ask_page(browser, page):
            _keep(found, block, "unit", names)
    return list(found.values())


def _keep(found: dict[str, Said], block: str, kind: str, names: re.Pattern[str] | None) -> None:
    for sentence in split_sentences(block):
        found.setdefault(form_of(sentence, names), Said(sentence, kind))


def main(arguments: list[str]) -> None:
    """Print the sentences of a site, or of the sample force, which is built first."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        site = Path(arguments[0]) if arguments else _build_sample(Path(made))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        said = collect(site, browser)
        browser.close()
    for kind in sorted({one.kind for one in said}):
        print(f"\n{kind.upper()}")
        print(*[one.text for one in said if one.kind == kind], sep="\n")


def _build_sample(folder: Path) -> Path:
    from service.build.pipeline import build

    sample = Path(__file__).parents[2] / "data_samples" / "sample.toml"
    build(sample, out=folder)
    return folder / "site"


if __name__ == "__main__":
    main(sys.argv[1:])
