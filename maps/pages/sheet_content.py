"""What a sheet says, read from its page, so that a Word document repeats it word for word, decisions included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html

from maps.text.folds import unfold_drawn

_CARD = re.compile(r"decided card (\S+)")


@dataclass(frozen=True)
class PlaceContent:
    """A place on the sheet of its unit.

    Attributes
    ----------
    candidate_id, rank, name, reason, facts : str
    decided : str
        What a person has decided on it; empty for nothing.
    choices : tuple of str
        What can be decided now, as "designate".
    """

    candidate_id: str
    rank: str
    name: str
    reason: str
    facts: str
    decided: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class SheetContent:
    """What is on the sheet of a unit.

    Attributes
    ----------
    marking, force_name, title, period : str
    sentences : tuple of str
        The headline first.
    places : tuple of PlaceContent
    elsewhere : tuple of str
        Impact Areas that no place tells of.
    left_out : tuple of str
        Areas of high need that lie in no place.
    cautions : tuple of str
    sources : str
    """

    marking: str
    force_name: str
    title: str
    period: str
    sentences: tuple[str, ...]
    places: tuple[PlaceContent, ...]
    elsewhere: tuple[str, ...]
    left_out: tuple[str, ...]
    cautions: tuple[str, ...]
    sources: str


Row = tuple[str, ...]


def read_unit_sheet(page: str) -> SheetContent:
    """The words of a unit's sheet.

    Parameters
    ----------
    page : str
        HTML as :func:`maps.pages.briefing.briefings` writes it.

    Raises
    ------
    ValueError
        It is another page.
    """
    root = html.document_fromstring(unfold_drawn(page))
    mains = root.xpath("//body[contains(@class, 'briefing')]//main")
    if not mains:
        raise ValueError("not a sheet of ours")
    main = mains[0]
    force_name, _, period = [_text(one) for one in root.xpath("//header/span")]
    boxes = main.xpath("./section[@class='decision']/p[strong]")
    found = main.xpath("./ol[@class='plain']/li")
    return SheetContent(
        marking=_first(root, "//*[contains(@class, 'marking')]"),
        force_name=force_name,
        title=_first(main, "./h1"),
        period=period,
        sentences=_all(main, "./p[not(contains(@class, 'sources'))]"),
        places=tuple(_read_place(one, box) for one, box in zip(found, boxes, strict=True)),
        elsewhere=_all(main, "./section[@class='impact-areas']//li"),
        left_out=_all(main, ".//section[@class='left-out']/p"),
        cautions=_all(main, ".//section[@class='careful']//li"),
        sources=_first(main, "./p[contains(@class, 'sources')]").partition(" All sources, cautions")[0],
    )


def read_evidence(page: str) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The evidence of a place's sheet, a row each, and its table of what is recorded most, headings first.

    Parameters
    ----------
    page : str
        HTML of a place's sheet.
    """
    root = html.document_fromstring(unfold_drawn(page))
    evidence = tuple(_cells(row) for row in root.xpath("//table[@class='evidence']//tr"))
    recorded = tuple(_cells(row) for row in root.xpath("//table[not(@class)]//tr"))
    return evidence, recorded


def _read_place(one: Any, box: Any) -> PlaceContent:
    rank = _first(one, "./h2/span")
    words = _first(one, "./p[1]")
    facts = _first(one, "./p[1]/span")
    choices = [text.strip(" ,") for text in box.xpath("./text()") if text.strip(" ,")]
    return PlaceContent(
        candidate_id=_CARD.search(" ".join(comment.text for comment in one.xpath(".//comment()")))[1],  # type: ignore[index]
        rank=rank,
        name=_first(one, "./h2").removeprefix(rank).strip(),
        reason=words.removesuffix(facts).strip(),
        facts=facts,
        decided=_first(one, "./p[@class='decided']"),
        choices=tuple(choice.removesuffix(", review by") for choice in choices),
    )


def _cells(row: Any) -> Row:
    return _all(row, "./th|./td")


def _all(within: Any, path: str) -> tuple[str, ...]:
    return tuple(_text(one) for one in within.xpath(path))


def _first(within: Any, path: str) -> str:
    found = within.xpath(path)
    return _text(found[0]) if found else ""


def _text(element: Any) -> str:
    """Text of an element without comments, white space as single spaces."""
    return " ".join(str(element.xpath("string()")).split())
