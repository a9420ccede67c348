"""Write the pages of methods and of words from the documentation's text, for readers without a network."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup

from maps.model.inputs import Site
from maps.pages.unit_page import content_policy
from maps.text.assets import page_style, template_text
from maps.text.escape import template_environment
from maps.text.glossary_links import link_terms


@dataclass(frozen=True)
class MethodsPage:
    """Data of ``methods.html``.

    Attributes
    ----------
    title, force_name, marking : str
        Title of the page; the others as on the other pages.
    policy : str
        Content security policy.
    style, body : Markup
        Style sheet; the words, from ``docs/explanation/methods.md`` or ``docs/reference/glossary.md``.
    """

    title: str
    force_name: str
    marking: str
    policy: str
    style: Markup
    body: Markup


def methods_page(site: Site) -> str:
    """Return HTML of the page that says how each number is made. The same input gives the same bytes."""
    return link_terms(_render(site, "how each number is made", "methods_body.html"))


def glossary_page(site: Site) -> str:
    """Return HTML of the page that explains each word, to which terms on all pages link."""
    return _render(site, "words", "glossary_body.html")


def _render(site: Site, title: str, body: str) -> str:
    style = page_style("base", "methods")
    page = MethodsPage(
        title,
        site.words.force_name,
        site.words.marking,
        content_policy(style, []),
        Markup(style),  # noqa: S704 - ours
        Markup(template_text(body)),  # noqa: S704 - made from our own documentation
    )
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return template_environment().get_template("methods.html").render(values).lstrip()
