"""Verify the register, and restore it from its copy."""

from __future__ import annotations

from pathlib import Path

from geo.exceptions import Refusal
from queries.register.log import RegisterLog, parse_lines
from queries.register.register_copies import RegisterCopies
from service.build.redraw import redraw
from service.register.clean_text import RegisterAnswer


def verify_register(workspace: Path) -> RegisterAnswer:
    """Read the whole register, and check it against what is kept apart from it.

    Raises
    ------
    InputRefused
        A line has been changed, or decisions are missing.
    """
    log, apart = RegisterLog(workspace), RegisterCopies(workspace)
    events = log.read()
    copied = _count_copied(apart)
    row = {
        "decisions": len(events),
        "chain": log.head().chain,
        "head_kept": apart.head_file.is_file(),
        "decisions_in_copy": copied,
    }
    if not events:
        return RegisterAnswer(("No decision has been written here yet.",), row)
    last = events[-1]
    lines = [f"{len(events)} decisions, each as it was written; the last on {str(last['at'])[:10]} by {last['by']}."]
    if not apart.head_file.is_file():
        lines.append("Their number and hash are not kept apart yet; the next decision does that.")
    said = "is damaged or missing" if copied is None else f"has {copied}"
    lines.append(f"The copy in '{apart.copy}' {said}.")
    return RegisterAnswer(tuple(lines), row)


def restore_register(workspace: Path, source: Path | None) -> RegisterAnswer:
    """Put a copy of the register in its place.

    Raises
    ------
    Refusal
        There is no copy, or it is damaged.
    """
    count = RegisterLog(workspace).restore(source)
    said = f"Put back {count} decisions. What was there is kept as register.damaged.jsonl."
    return RegisterAnswer((said, redraw(workspace).line), {"decisions": count})


def _count_copied(apart: RegisterCopies) -> int | None:
    """Decisions in the copy; nothing where it is missing or damaged."""
    try:
        return len(parse_lines(apart.copy.read_bytes(), apart.copy).events)
    except (OSError, Refusal):
        return None
