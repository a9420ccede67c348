"""Link the first use of a term of art in a view to its word in the glossary.

``templates/terms.js`` does the same for what a page draws itself.
"""

from __future__ import annotations

import re

# Longer terms first: "beside a hotspot" is not "hotspot".
TERMS = {
    "beside a hotspot": "beside-a-hotspot",
    "hotspots over time": "step",
    "hotspots": "hotspot",
    "hotspot": "hotspot",
    "Gi*": "gi",
    "need score": "need-score",
    "overall need": "need",
    "likely between": "likely-ranks",
    "similar areas": "similar-areas",
    "types of area": "type-of-area",
    "micro-places": "micro-place",
    "workday residents": "workday-residents",
    "per 1,000 residents": "rate",
    "deprivation decile": "decile",
    "deprivation": "deprivation",
    "strands": "strand",
    "strand": "strand",
    "demand": "demand",
    "harm": "harm",
    "placebo places": "placebo-places",
    "FDR": "q-value",
    "p-value": "p-value",
    "cannot be assessed": "cannot-be-assessed",
    "designates": "designation",
    "suppressed": "suppressed",
}
_WORDS = re.compile(
    r"(?<![\w-])(" + "|".join(re.escape(term) for term in TERMS) + r")(?![\w-])",
    flags=re.IGNORECASE,
)
_BY_SMALL = {term.lower(): word for term, word in TERMS.items()}
_UNTOUCHED = {
    "a",
    "button",
    "svg",
    "script",
    "style",
    "title",
    "head",
    "h1",
    "h2",
    "h3",
    "label",
    "header",
    "summary",
    "option",
}
_TAG = re.compile(r"(<[^>]*>)")


def link_terms(html: str) -> str:
    """Link the first use of each term on a page to ``glossary.html``; headlines and buttons stay."""
    linked: set[str] = set()
    closed_by: list[str] = []
    parts = []
    for part in _TAG.split(html):
        if part.startswith("<"):
            _follow(part, closed_by)
        elif not closed_by:
            part = _WORDS.sub(lambda found: _link(found[0], linked), part)
        parts.append(part)
    return "".join(parts)


def _follow(tag: str, closed_by: list[str]) -> None:
    """Keep track of the elements in which nothing is linked."""
    name = tag.strip("</>").split(maxsplit=1)[0].lower() if tag.strip("</>") else ""
    if name not in _UNTOUCHED or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        closed_by.append(name)
    elif closed_by and closed_by[-1] == name:
        closed_by.pop()


def _link(words: str, linked: set[str]) -> str:
    word = _BY_SMALL[words.lower()]
    if word in linked:
        return words
    linked.add(word)
    return f'<a class="term" href="glossary.html#{word}">{words}</a>'
