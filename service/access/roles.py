"""What each role may ask for, by the route of the application; a route without an entry here is refused to everyone."""

from __future__ import annotations

import re
from collections.abc import Collection

ROLES = {
    "viewer": "reads pages and collections",
    "planner": "reads pages and collections, tries other choices, and decides at the command line",
    "analyst": "reads pages, collections and counters, and asks in SQL",
    "auditor": "reads the log of who asked for what, and nothing else",
}
EVERYONE = frozenset({*ROLES, ""})  # also who has not signed in
READERS = frozenset({"viewer", "planner", "analyst"})
ROUTES: dict[str, frozenset[str]] = {
    "/healthz": EVERYONE,
    "/readyz": EVERYONE,
    "/metrics": frozenset({"analyst", "auditor"}),
    "/audit": frozenset({"auditor"}),
    "/sql": frozenset({"analyst"}),
    "/workbench": frozenset({"planner", "analyst"}),
    "/ogc": READERS,
    "/ogc/": READERS,
    "/ogc/conformance": READERS,
    "/ogc/api": READERS,
    "/ogc/collections": READERS,
    "/ogc/collections/{collection}": READERS,
    "/ogc/collections/{collection}/queryables": READERS,
    "/ogc/collections/{collection}/schema": READERS,
    "/ogc/collections/{collection}/items": READERS,
    "/ogc/collections/{collection}/items/{feature}": READERS,
    "/{name:path}": READERS,
}
_ABOUT_NO_UNIT = ("methods.html", "glossary.html")


def may_ask(role: str, route: str) -> bool:
    """Whether a role may ask a route; nobody may ask one that has no entry.

    Parameters
    ----------
    role : str
        One of :data:`ROLES`; empty for somebody who has not signed in.
    route : str
        As the application declares it, such as ``/ogc/collections/{collection}``.

    Returns
    -------
    bool
        False for a route that is not in :data:`ROUTES`.
    """
    return role in ROUTES.get(route, frozenset())


def may_see_page(npu_codes: Collection[str], name: str) -> bool:
    """Whether somebody whose access is for some units may see a page.

    Parameters
    ----------
    npu_codes : collection of str
        The units; empty for the whole force.
    name : str
        Name of the page, such as ``npu-BE.html``.

    Returns
    -------
    bool
        True for every page where there are no units, else for pages of these units and those about no unit.
    """
    if not npu_codes or name in _ABOUT_NO_UNIT:
        return True
    codes = "|".join(re.escape(code) for code in npu_codes)
    return re.fullmatch(rf"(npu|map)-({codes})\.(html|svg)|briefing-({codes})(-\d+)?\.html", name) is not None
