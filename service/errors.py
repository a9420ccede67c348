"""Map every error to an exit code, an HTTP status and the text that the public sees."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass

from geo.exceptions import (
    ConfigurationRefused,
    InputRefused,
    NotAllowed,
    NothingFound,
    Refusal,
    WorkspaceBusy,
    WrongUsage,
)

DAMAGE = re.compile(r"corrupt|checksum|serializ", re.IGNORECASE)  # how DuckDB speaks of a file that is not whole
DONE = 0
PROGRAM_FAULT = 70
INTERRUPTED = 130  # stopped from the keyboard, as shells count it


@dataclass(frozen=True)
class Outcome:
    """Exit code and HTTP status of an error."""

    exit_code: int
    http_status: int


OUTCOMES: dict[type[Refusal], Outcome] = {
    WrongUsage: Outcome(2, 400),
    ConfigurationRefused: Outcome(3, 500),
    InputRefused: Outcome(4, 422),
    NothingFound: Outcome(5, 404),
    WorkspaceBusy: Outcome(6, 503),
    NotAllowed: Outcome(7, 403),
}
PROGRAM_OUTCOME = Outcome(PROGRAM_FAULT, 500)
PROGRAM_TEXT = (
    "This is a fault of the program, not of your data. Run again with --debug and send what it prints to your support."
)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


def foreseen(fault: BaseException) -> Refusal | None:
    """Turn trouble with the disk into a refusal that names the place: no room, no right to write, damage; else None."""
    text = str(fault)
    if isinstance(fault, OSError) and fault.errno is not None:
        where = f"'{fault.filename}'" if fault.filename else "the disk"
        if fault.errno in _NO_ROOM:
            return NotAllowed(f"There is no room left to write {where}", "Make room on that disk, and run it again")
        if fault.errno in _NO_RIGHT:
            return NotAllowed(
                f"{where} cannot be written or read: {fault.strerror}",
                "Ask for the right to that folder, or name another one with --out or -w",
            )
    if not type(fault).__module__.startswith(("duckdb", "_duckdb")):
        return None
    place = re.search(r'"([^"]+)"', text)
    where = f"'{place[1]}'" if place else "the store"
    if "No space left on device" in text or "File too large" in text or "Could not write" in text:
        return NotAllowed(f"There is no room left to write {where}", "Make room on that disk, and run it again")
    if "Permission denied" in text or "Read-only file system" in text:
        return NotAllowed(
            f"{where} cannot be written or read",
            "Ask for the right to that folder, or name another one with --out or -w",
        )
    if DAMAGE.search(text):
        return InputRefused(
            "The store of this generation is damaged",
            "'impact-areas rollback' makes the one before it the current one again, or build again",
        )
    return None


def outcome_of(fault: BaseException) -> Outcome:
    """Return exit code and HTTP status of an error; an unknown one is a fault of the program."""
    for kind in type(fault).__mro__:
        if kind in OUTCOMES:
            return OUTCOMES[kind]
    return PROGRAM_OUTCOME


def public_text(fault: BaseException) -> str:
    """Return the text that may be shown: a refusal's own, else a fixed text that leaks nothing."""
    return str(fault) if isinstance(fault, Refusal) else PROGRAM_TEXT
