"""The months behind the numbers, and what became of every row read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NO_FILE = "no file"


@dataclass(frozen=True)
class IncompleteMonth:
    """A month that is left out of every number.

    Attributes
    ----------
    month : date
        Any day of it.
    missing : str
        What is missing, in plain words ("Coventry", "no file"); empty where the month is left out by choice.
    """

    month: date
    missing: str = ""


@dataclass(frozen=True)
class Period:
    """The months behind the numbers.

    Attributes
    ----------
    first_month, last_month : date
        First and last **complete** month, any day of them.
    complete_month_count : int
        How many complete months lie between them, both included.
    incomplete_months : tuple of IncompleteMonth
        Months left out, in order. They may lie outside the first and last month.
    """

    first_month: date
    last_month: date
    complete_month_count: int
    incomplete_months: tuple[IncompleteMonth, ...] = ()

    @property
    def month_count(self) -> int:
        """Months from the first to the last, complete or not."""
        years = self.last_month.year - self.first_month.year
        return years * 12 + self.last_month.month - self.first_month.month + 1


@dataclass(frozen=True)
class RowAccount:
    """What became of every row read. All are counts of rows; the six outcomes sum to ``read``.

    Attributes
    ----------
    read : int
        Rows read.
    placed : int
        Rows placed in an area of the force.
    no_location : int
        Rows without any location, kept and counted but on no map.
    out_of_force : int
        Rows outside the force.
    duplicate : int
        Rows that repeat another and were dropped.
    quarantined : int
        Rows set aside because something in them is wrong.
    replaced : int
        Earlier rows of a crime that appears again with a later month or outcome.
    """

    read: int
    placed: int
    no_location: int
    out_of_force: int
    duplicate: int
    quarantined: int
    replaced: int = 0
