"""The page on which planners try weights and limits: a form, what the choices change, a map and a table."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.drawing.browse_map import SmallMap
from maps.pages.collection_pages import BrowsePage, Frame, Table
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style
from maps.text.escape import template_environment


@dataclass(frozen=True)
class Field:
    """A number of the form: its name, its words, and its value as text."""

    name: str
    words: str
    value: str


@dataclass(frozen=True)
class NamedScenario:
    """Choices that somebody has named, and the address that shows them."""

    name: str
    href: str


@dataclass(frozen=True)
class Workbench:
    """What the page shows.

    Attributes
    ----------
    units : tuple of (str, str)
        Code and name of each unit to choose from.
    unit : str
        The one that is tried.
    weights, limits : tuple of Field
        The form.
    query : str
        What is tried, as the address has it.
    fault, remedy : str
        Why nothing is shown, and what to do; empty where something is.
    lines : tuple of str
        What the choices change.
    table : Table or None
        Areas, now and under the choices.
    map : SmallMap or None
        The same on a map.
    named : tuple of NamedScenario
        Choices with a name.
    """

    units: tuple[tuple[str, str], ...]
    unit: str
    weights: tuple[Field, ...]
    limits: tuple[Field, ...]
    query: str
    fault: str = ""
    remedy: str = ""
    lines: tuple[str, ...] = ()
    table: Table | None = None
    map: SmallMap | None = None
    named: tuple[NamedScenario, ...] = ()


def workbench_page(frame: Frame, workbench: Workbench) -> BrowsePage:
    """The page. The same input gives the same bytes.

    Parameters
    ----------
    frame : Frame
        What surrounds every page of the service.
    workbench : Workbench
        What this page shows.

    Returns
    -------
    BrowsePage
        The page, and its policy: no script, and its forms go to this service alone.
    """
    style = page_style("base", "browse")
    policy = content_policy(style, [], form=True)
    said = {field.name: getattr(part, field.name) for part in (frame, workbench) for field in fields(part)}
    values = {**said, "policy": policy, "style": Markup(style)}  # noqa: S704
    html = template_environment().get_template("workbench.html").render(values).lstrip()
    return BrowsePage(html, f"{policy}; frame-ancestors 'none'")
