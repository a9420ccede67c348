"""The one table that turns what went wrong into an exit code, an HTTP status and the text that the public sees."""

from __future__ import annotations

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

DONE = 0
PROGRAM_FAULT = 70
INTERRUPTED = 130  # stopped from the keyboard, as shells count it


@dataclass(frozen=True)
class Outcome:
    """What a fault becomes."""

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


def outcome_of(fault: BaseException) -> Outcome:
    """Exit code and HTTP status of a fault; an unknown one is a fault of the program."""
    for kind in type(fault).__mro__:
        if kind in OUTCOMES:
            return OUTCOMES[kind]
    return PROGRAM_OUTCOME


def public_text(fault: BaseException) -> str:
    """What may be shown: a refusal speaks for itself, anything else gives a fixed text that leaks nothing."""
    return str(fault) if isinstance(fault, Refusal) else PROGRAM_TEXT
