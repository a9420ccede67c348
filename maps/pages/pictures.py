"""The map of a unit's sheet as a picture of its own, for a slide or a board paper: one SVG file that needs nothing."""

from __future__ import annotations

import re

from maps.pages.pdf import prepare_pdf

_MAP = re.compile(r'<svg class="paper-map"[^>]*?viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)</svg>', re.DOTALL)
_LEGEND = re.compile(r'data-step="(need [0-4x])"/></svg><span>([^<]*)</span>')
_TEXTS = {
    "marking": re.compile(r'<div class="marking top"[^>]*>([^<]*)</div>'),
    "title": re.compile(r"<h1>([^<]*)</h1>"),
    "headline": re.compile(r'<p class="sentence">([^<]*)</p>'),
    "about": re.compile(r'<header class="line">(.*?)</header>', re.DOTALL),
    "sources": re.compile(r'<p class="quiet sources">(.*?)\. All sources', re.DOTALL),
}
_WIDTH, _HEAD, _FOOT = 1920, 230, 250
_LINE_LETTERS = 150


def unit_picture(sheet: str) -> str:
    """The map of a sheet with its title, legend, sources and marking, in 16:9 or taller.

    Parameters
    ----------
    sheet : str
        A unit's sheet as :func:`maps.pages.briefing.briefings` writes it: its texts are escaped already.
    """
    found = _MAP.search(prepare_pdf(sheet))
    if not found or not all(_TEXTS[name].search(sheet) for name in ("title", "about", "sources")):
        raise ValueError("not a sheet of ours")
    width, height, drawing = int(found[1]), int(found[2]), found[3]
    shown = round(min(_WIDTH - 80, 1000 * width / height, 1.5 * width))
    tall = round(shown * height / width)
    whole = _HEAD + tall + _FOOT
    said = {name: _plain(one.search(sheet)) for name, one in _TEXTS.items()}
    legend = "".join(
        f'<rect class="area" data-step="{step}" x="{40 + 300 * at}" y="0" width="50" height="28" stroke="#777"/>'
        f'<text x="{100 + 300 * at}" y="24" font-size="22">{words}</text>'
        for at, (step, words) in enumerate(_LEGEND.findall(sheet))
    )
    style = re.search(r"(<style>.*?</style>.*?</defs>)", drawing, re.DOTALL)
    patterns = style.group(1) if style else ""
    sources = "".join(
        f'<text x="40" y="{90 + 26 * at}" font-size="20" fill="#4a5257">{line}</text>'
        for at, line in enumerate(_wrap(f"{said['about']}. {said['sources']}"))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {whole}" width="{_WIDTH}" height="{whole}"'
        ' font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">'
        f'<rect width="{_WIDTH}" height="{whole}" fill="#fff"/>{_marking(said["marking"], 0)}'
        f'<text x="40" y="110" font-size="44" font-weight="700">{said["title"]}</text>'
        f'<text x="40" y="165" font-size="30">{said["headline"]}</text>'
        f'<svg class="paper-map" x="{(_WIDTH - shown) // 2}" y="{_HEAD - 30}" width="{shown}" height="{tall}"'
        f' viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="#f6f5f2"/>{drawing}</svg>'
        f'<svg class="briefing" y="{_HEAD + tall - 10}" width="{_WIDTH}" height="{_FOOT - 40}">'
        f"{patterns}{legend}{sources}</svg>{_marking(said['marking'], whole - 40)}</svg>\n"
    )


def _plain(found: re.Match[str] | None) -> str:
    """Text of a fragment, its tags as breaks between words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "  ", found[1])).strip() if found else ""


def _marking(words: str, y: int) -> str:
    if not words:
        return ""
    return (
        f'<rect y="{y}" width="{_WIDTH}" height="40" fill="#0b0c0c"/><text x="{_WIDTH // 2}" y="{y + 28}" fill="#fff"'
        f' text-anchor="middle" font-size="22" font-weight="700">{words}</text>'
    )


def _wrap(words: str) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > _LINE_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
