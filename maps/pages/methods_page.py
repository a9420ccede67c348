"""The page that says how each number is made: the documentation's own words, for readers without a network."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.model.inputs import Site
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style, template_text
from maps.text.escape import template_environment


@dataclass(frozen=True)
class MethodsPage:
    """What ``methods.html`` is filled with.

    Attributes
    ----------
    force_name, marking : str
        As on the other pages.
    policy : str
        Content security policy.
    style, body : Markup
        Style sheet; the words, from ``docs/explanation/methods.md``.
    """

    force_name: str
    marking: str
    policy: str
    style: Markup
    body: Markup


def methods_page(site: Site) -> str:
    """HTML of the page. The same input gives the same bytes."""
    style = page_style("base", "methods")
    page = MethodsPage(
        site.words.force_name,
        site.words.marking,
        content_policy(style, []),
        Markup(style),  # noqa: S704 - ours
        Markup(template_text("methods_body.html")),  # noqa: S704 - made from our own documentation
    )
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return template_environment().get_template("methods.html").render(values).lstrip()
