"""Prepare a sheet for WeasyPrint, whose drawings ignore the page's style sheet and variables."""

from __future__ import annotations

import re

_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_VARIABLE = re.compile(r"var\((--[a-z-]+)\)")
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_DRAWN = re.compile(r"fill|stroke|font|text-anchor|paint-order")


def prepare_pdf(html: str) -> str:
    """Copy the patterns and the rules for drawings into each drawing of a sheet, with variables filled in.

    Parameters
    ----------
    html : str
        A sheet as :func:`maps.pages.briefing.briefings` writes it. It has no script, and what it says is escaped
        already.

    Returns
    -------
    str
        HTML for WeasyPrint.

    Raises
    ------
    ValueError
        The HTML has no style sheet or no patterns, so it is no sheet of ours.
    """
    found = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    patterns = re.search(r"<defs>.*?</defs>", html, re.DOTALL)
    if not found or not patterns:
        raise ValueError("not a sheet of ours")
    style = _fill_in(found.group(1))
    rules = "".join(f"{selectors}{{{body}}}" for selectors, body in _RULE.findall(style) if _DRAWN.search(body))
    inside = f"<style>{rules}</style>{patterns.group()}"
    drawn = re.sub(r"(<svg\b[^>]*>)(?!<defs>)", lambda opening: opening.group(1) + inside, html)
    return drawn.replace(found.group(1), style, 1)


def _fill_in(style: str) -> str:
    root = _ROOT.search(style)
    named = dict(pair.split(":", 1) for pair in root.group(1).split(";") if ":" in pair) if root else {}
    values = {name.strip(): value.strip() for name, value in named.items()}
    return _VARIABLE.sub(lambda used: values[used.group(1)], style)
