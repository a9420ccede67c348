"""Clean what a person writes into the register: no invisible characters, never empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.exceptions import WrongUsage
from queries.files.hidden_characters import strip_cells
from queries.store.about import day_words, month_words

LONGEST_NAME = 120
LONGEST_TEXT = 2000
_MONTHS = {number: month_words(date(2000, number, 1)).split()[0] for number in range(1, 13)}


@dataclass(frozen=True)
class RegisterAnswer:
    """Result of a register command: plain words, and the same for machines."""

    lines: tuple[str, ...]
    content: dict[str, object]


def clean_text(text: str, *, option: str, longest: int = LONGEST_TEXT) -> str:
    """Return one line without invisible characters.

    Raises
    ------
    WrongUsage
        Nothing is left of it, or it is too long.
    """
    cleaned = re.sub(r"\s+", " ", strip_cells([text])[0][0] or "").strip()
    if not cleaned:
        raise WrongUsage(f"{option} is empty", "Write it so that a reader in two years' time understands the decision")
    if len(cleaned) > longest:
        raise WrongUsage(
            f"{option} has {len(cleaned):,} characters, and {longest:,} are kept",
            "Shorten it, and name the longer paper",
        )
    return cleaned


def read_day(text: str, *, option: str) -> date:
    """Read a date as pages print it, 1 May 2027, or as 2027-05-01.

    Raises
    ------
    WrongUsage
        It is no date.
    """
    words = text.replace(",", " ").split()
    try:
        if len(words) == 3:
            month = next(number for number, name in _MONTHS.items() if _means(words[1], name))
            return date(int(words[2]), month, int(words[0]))
        return date.fromisoformat(text.strip())
    except (ValueError, StopIteration):
        raise WrongUsage(
            f"{option} is '{text}', which is not a date that the program can read", "Write 1 May 2027 or 2027-05-01"
        ) from None


def _means(typed: str, month: str) -> bool:
    """Whether a word is a month or its beginning, as "Nov"."""
    return len(typed) >= len("Jan") and month.casefold().startswith(typed.rstrip(".").casefold())


def read_review_date(text: str, *, today: date) -> date:
    """Read the day by which a designation should be reviewed.

    Raises
    ------
    WrongUsage
        It is no date, or not in the future.
    """
    review = read_day(text, option="--review")
    if review <= today:
        raise WrongUsage(
            f"The review date {day_words(review)} is not after today, {day_words(today)}",
            "Choose a day to come, for example a year from now",
        )
    return review
