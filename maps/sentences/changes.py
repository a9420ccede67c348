"""Say what has changed since the last build, in a sentence and a line for each place that changed."""

from __future__ import annotations

from typing import Any

from maps.model.inputs import BuildChanges
from maps.text.phrases import count_words, day_words, list_words

_ORDER = ("new", "changed", "the same", "gone")
_WORDS = {"the same": "unchanged"}


def describe_changes(changes: BuildChanges | None) -> str:
    """Sum up: "Since the last build (12 October 2026): 1 new, 2 unchanged, 1 gone. The data runs on to June 2026.".

    Parameters
    ----------
    changes : BuildChanges or None
        What changed since the last build; None where there is no earlier one.

    Returns
    -------
    str
        Sentences; empty where there is no earlier build.
    """
    if changes is None:
        return ""
    found = changes.places["what_changed"].value_counts()
    counts = [f"{found[kind]} {_WORDS.get(kind, kind)}" for kind in _ORDER if found.get(kind, 0)]
    return (
        f"Since the last build ({day_words(changes.run_date)}): {', '.join(counts) or 'no place in either'}."
        f" {changes.why}"
    )


def moved_places(changes: BuildChanges | None) -> tuple[str, ...]:
    """Write one line for each place that is new, changed or gone.

    Parameters
    ----------
    changes : BuildChanges or None
        What changed since the last build; None where there is no earlier one.

    Returns
    -------
    tuple of str
        Lines without full stops.
    """
    if changes is None:
        return ()
    moved = changes.places[changes.places["what_changed"] != "the same"]
    return tuple(_line(row) for row in moved.to_dict("records"))


def _line(row: dict[Any, Any]) -> str:
    if row["what_changed"] != "changed":
        return f"{row['candidate_name']}: {row['what_changed']}"
    steps = [
        f"{count_words(count, 'area')} {verb}"
        for count, verb in ((row["areas_added"], "added"), (row["areas_lost"], "dropped"))
        if count
    ]
    return f"{row['candidate_name']}: {list_words(steps)}"
