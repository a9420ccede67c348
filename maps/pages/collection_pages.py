"""Pages for people who look at the published collections without a GIS: words, a table and a small map."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.drawing.browse_map import SmallMap
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style
from maps.text.escape import template_environment


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; ``current`` marks the one that is shown now."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Heading:
    """Head of a column; numbers are right-aligned."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """A value of a table; it leads somewhere where ``href`` says so."""

    text: str
    is_number: bool = False
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Fact:
    """A value with its name and what it means."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True)
class Card:
    """A collection at a glance."""

    title: str
    href: str
    count: str
    sentence: str
    map: SmallMap


@dataclass(frozen=True)
class Choice:
    """Links that narrow a list down by one property."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Frame:
    """Text on every page of collections: force, date, marking; empty if a fault leaves nothing to say."""

    force_name: str = ""
    marking: str = ""
    period: str = ""
    run_day: str = ""
    generation: str = ""
    cautions: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """Content of one page; empty parts are left out.

    Attributes
    ----------
    title, headline, lead : str
    crumbs : tuple of Link
        Pages above this one.
    forms : tuple of Link
        The same for programs.
    code : tuple of (str, str)
        What to do with a line of text, and the line.
    cards : tuple of Card
    choices : tuple of Choice
    map : SmallMap or None
    pager : tuple of Link
    tables : tuple of Table
    facts : tuple of Fact
    """

    title: str
    headline: str
    lead: str = ""
    crumbs: tuple[Link, ...] = ()
    forms: tuple[Link, ...] = ()
    code: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()
    choices: tuple[Choice, ...] = ()
    map: SmallMap | None = None
    pager: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class BrowsePage:
    """A finished page and the security policy that its head states."""

    html: str
    policy: str


def browse_page(frame: Frame, content: Content) -> BrowsePage:
    """Return a page. The same input gives the same bytes.

    Parameters
    ----------
    frame : Frame
        What surrounds every page of the service.
    content : Content
        What this page shows.

    Returns
    -------
    BrowsePage
        The page and its headers.
    """
    style = page_style("base", "browse")
    policy = content_policy(style, [])
    said = {field.name: getattr(part, field.name) for part in (frame, content) for field in fields(part)}
    values = {**said, "policy": policy, "style": Markup(style)}  # noqa: S704
    html = template_environment().get_template("browse.html").render(values).lstrip()
    return BrowsePage(html, f"{policy}; frame-ancestors 'none'")
