"""The page on which analysts ask SQL: what they typed, its answer as a table and a map, and what there is to ask."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.drawing.browse_map import SmallMap
from maps.pages.collection_pages import BrowsePage, Frame, Table
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style
from maps.text.escape import template_environment


@dataclass(frozen=True)
class StoredTable:
    """A table of the store: its name, what its comment says, and its columns."""

    name: str
    meaning: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Console:
    """What the page shows.

    Attributes
    ----------
    sql : str
        As typed.
    limits : str
        What a question may take.
    fault, remedy : str
        Why there is no answer, and what to do; empty where there is one.
    status : str
        How many rows, and whether they were cut.
    table : Table or None
        The rows.
    map : SmallMap or None
        The areas of the rows, where they name any.
    examples : tuple of (str, str)
        Questions to begin with: words and SQL.
    tables : tuple of StoredTable
        What there is to ask.
    """

    sql: str
    limits: str
    fault: str = ""
    remedy: str = ""
    status: str = ""
    table: Table | None = None
    map: SmallMap | None = None
    examples: tuple[tuple[str, str], ...] = ()
    tables: tuple[StoredTable, ...] = ()


def console_page(frame: Frame, console: Console) -> BrowsePage:
    """The page. The same input gives the same bytes.

    Parameters
    ----------
    frame : Frame
        What surrounds every page of the service.
    console : Console
        What this page shows.

    Returns
    -------
    BrowsePage
        The page, and its policy: no script, and its form goes to this service alone.
    """
    style = page_style("base", "browse")
    policy = content_policy(style, [], form=True)
    said = {field.name: getattr(part, field.name) for part in (frame, console) for field in fields(part)}
    values = {**said, "policy": policy, "style": Markup(style)}  # noqa: S704
    html = template_environment().get_template("console.html").render(values).lstrip()
    return BrowsePage(html, f"{policy}; frame-ancestors 'none'")
