"""Read the templates and the vendored library."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
# Parts of Leaflet that no page uses, and old browsers' workarounds; tiles are used where a force has a map server.
_NEVER_USED = "@media|popup|layers|attribution|vml|oldie|crosshair|zoom-box|div-icon|shadow"
_UNUSED = re.compile(f"{_NEVER_USED}|leaflet-tile")
# Texts, and regular expressions where a value can begin.
_LITERALS = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?:(?<=[(,=:\[!&|?{;])|(?<=[(,=:\[!&|?{;] ))"""
    r"""/(?![/*])(?:[^/\\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
)
_SIGNS = re.compile(r" *(===|!==|=>|>=|<=|&&|\|\||\+=|[=<>?:,;{}()]) *")
_OPEN_END = re.compile(r"([{;,(])\n")  # after these a statement goes on or has ended
_SUMS = re.compile(r" ([+*-]) (?![+ -])")
LEAFLET = Path(__file__).parents[1] / "vendored" / "leaflet"


@cache
def template_text(name: str) -> str:
    """Read a file of ``templates``, with line ends of one kind whatever the checkout did to them.

    Parameters
    ----------
    name : str
        File of ``maps/templates``.

    Returns
    -------
    str
        Its content.
    """
    return (TEMPLATES / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def script_text(*names: str, then: str) -> str:
    """Scripts of ours from ``templates`` in a scope of their own, and what starts them, for a page without a map."""
    bodies = [template_text(f"{name}.js").partition("\n")[2].rpartition("{% endmacro %}")[0] for name in names]
    return compact_script('(function () {\n"use strict";\n' + "".join([*bodies, then]) + "\n})();")


def compact_script(script: str) -> str:
    """Remove indentation, blank lines, comment lines and spaces around signs from a script.

    They are for readers of the source. Texts and regular expressions stay as they are.
    """
    lines = [line.strip() for line in script.splitlines()]
    joined = "\n".join(_without_spaces(line) for line in lines if line and not line.startswith("//"))
    return _OPEN_END.sub(r"\1", joined)


def _without_spaces(line: str) -> str:
    """A line of script whose signs need no space; parts at odd places are literals."""
    return "".join(
        part if at % 2 else _SUMS.sub(r"\1", _SIGNS.sub(r"\1", part)) for at, part in enumerate(_LITERALS.split(line))
    )


@cache
def leaflet_script() -> str:
    """Return Leaflet 1.9.4 as published, without the line that names its source map.

    Returns
    -------
    str
        JavaScript.
    """
    return (LEAFLET / "leaflet.js").read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def leaflet_style(*, tiles: bool = False) -> str:
    """Return Leaflet's style sheet without the rules that no page uses.

    Among them are all that name a picture: a browser must not go looking for one.

    Parameters
    ----------
    tiles : bool
        Whether to keep the rules for tiles, which only a page with a map server under it draws.

    Returns
    -------
    str
        CSS.
    """
    unused = re.compile(_NEVER_USED) if tiles else _UNUSED
    return _compact_style((LEAFLET / "leaflet.css").read_text(encoding="utf-8"), without=unused)


@cache
def page_style(*names: str) -> str:
    """Join our style sheets from ``templates``, one after the other.

    Parameters
    ----------
    *names : str
        Style sheets of ``maps/templates``, without ``.css``.

    Returns
    -------
    str
        CSS, one after the other.
    """
    return "\n".join(_compact_style(template_text(f"{name}.css")) for name in names)


def _compact_style(css: str, *, without: re.Pattern[str] | None = None) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    if without:
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
        css = "".join(_rule_without(selectors, body, without) for selectors, body in rules)
    plain = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
    return plain.replace(": ", ":").replace(";}", "}")


def _rule_without(selectors: str, body: str, unused: re.Pattern[str]) -> str:
    kept = [selector.strip() for selector in selectors.split(",") if not unused.search(selector)]
    return f"{','.join(kept)}{{{body}}}" if kept and "url(" not in body else ""
