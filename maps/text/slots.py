"""Mark places in a page for decisions, so that they can be filled again without drawing the page again.

A slot is a pair of comments. The first says what belongs between them: a kind, and the arguments that it needs. What
is in the page beside slots is fixed for its generation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

# ``decided.html`` prints them. Arguments are quoted, so that none can end the comment; no text of a page contains "<".
_SLOT = re.compile(r"(<!--decided ([a-z]+)((?: [^ >]*)*)-->).*?(<!--/decided-->)", re.DOTALL)


def fill_slots(page: str, fill: Callable[[str, list[str]], str]) -> str:
    """Fill every slot of a page; its earlier content is replaced.

    Parameters
    ----------
    page : str
        HTML or SVG.
    fill : callable
        Given a kind and its arguments, the content, escaped.
    """

    def one(found: re.Match[str]) -> str:
        arguments = [unquote(argument) for argument in found[3].split()]
        return f"{found[1]}{fill(found[2], arguments)}{found[4]}"

    return _SLOT.sub(one, page)
