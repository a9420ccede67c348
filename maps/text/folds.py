"""Long lists in sentences: "a, b and 3 more", whose rest unfolds on a screen; on paper it says where the rest is.

A sentence carries its whole list between signs that no text has, so that each page decides how to print it: a sheet
folds it, the last page of the set prints all of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPEN, _REST, _CLOSE = "\ue001", "\ue002", "\ue003"
_FOLD = re.compile(f"{_OPEN}([^{_REST}]*){_REST}([^{_CLOSE}]*){_CLOSE}")
_DRAWN = re.compile(r' and <details class="fold"><summary>.*?</summary>: (.*?)</details>')
_LAST = ", "


def fold(named: Sequence[str], rest: Sequence[str]) -> str:
    """A list of which only the first are named at once."""
    return f"{', '.join(named)}{_OPEN}{len(rest)} more{_REST}{_LAST.join(rest)}{_CLOSE}"


def is_folded(sentence: str) -> bool:
    """Whether part of a list is folded away in a sentence."""
    return _OPEN in sentence


def unfold(sentence: str) -> str:
    """The sentence with its whole list: "a, b, c, d and e"."""
    return _FOLD.sub(lambda found: f", {' and '.join(found[2].rsplit(_LAST, 1))}", sentence)


def unfold_drawn(html: str) -> str:
    """What :func:`draw_folds` drew, with every list whole: for a document in which nothing unfolds."""
    return _DRAWN.sub(lambda found: f", {' and '.join(found[1].rsplit(_LAST, 1))}", html)


def shorten(sentence: str) -> str:
    """The sentence with the first of its list, for where nothing can unfold: "a, b and 3 more"."""
    return _FOLD.sub(r" and \1", sentence)


def draw_folds(html: str, *, elsewhere: str) -> str:
    """A page whose folded lists unfold where they are, without a script.

    Parameters
    ----------
    html : str
        Escaped already.
    elsewhere : str
        Where the whole list is, for paper: "on the last page of this set".
    """
    return _FOLD.sub(
        rf' and <details class="fold"><summary>\1<span class="on-paper"> ({elsewhere})</span></summary>: \2</details>',
        html,
    )
