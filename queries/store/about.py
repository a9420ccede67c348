"""Read from a generation what every export says about itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from geo.exceptions import NothingFound

CAUTIONS = (
    "Recorded crime is what was reported to the police and recorded by them, not all crime; recording habits change.",
    "Points in open data are moved to nearby snap points, so a place is good to tens of metres at best.",
    "A rank compares the areas of this force in this period. It does not say why an area is where it is.",
    "Candidates are proposed by the program. A person designates an Impact Area.",
)
NO_CALLS = "No calls for service are given: the demand strand is anti-social behaviour alone, and is named so."
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_OUTCOMES = ("placed", "no_location", "out_of_force", "duplicate", "quarantined", "replaced")


@dataclass(frozen=True)
class About:
    """Words that go with every export.

    Attributes
    ----------
    force_name, marking, npu_word, team_word : str
        As in the configuration.
    generation : str
        Name of the generation.
    built_at : datetime
        When it was built, UTC.
    period_start, period_end : date
        First and last complete month.
    complete_months : int
        Complete months counted.
    incomplete_months : tuple of date
        Months left out of every number.
    absent_months : tuple of date
        Those of them of which there is no file.
    rows : dict
        Incident rows read, and what became of them.
    attributions, cautions : tuple of str
        What the licences ask for; what the numbers do not show.
    """

    force_name: str
    marking: str
    npu_word: str
    team_word: str
    generation: str
    built_at: datetime
    period_start: date
    period_end: date
    complete_months: int
    incomplete_months: tuple[date, ...]
    absent_months: tuple[date, ...]
    rows: dict[str, int]
    attributions: tuple[str, ...]
    cautions: tuple[str, ...]

    @property
    def period(self) -> str:
        """Period, as in "September 2023 to June 2025, 19 of 22 months"."""
        return months_words(self.period_start, self.period_end, self.complete_months)

    @property
    def run_date(self) -> str:
        """Day of the run, as in "20 November 2026"."""
        return day_words(self.built_at)

    @property
    def rows_sentence(self) -> str:
        """What became of the rows read."""
        counts = {name: f"{self.rows[name]:,}" for name in ("read", *_OUTCOMES)}
        return (
            f"Of {counts['read']} incident rows read, {counts['placed']} were placed in an area of the force, "
            f"{counts['no_location']} had no location, {counts['out_of_force']} lay outside the force, "
            f"{counts['duplicate']} were exact copies, {counts['quarantined']} were set aside as faulty"
            + (f", {counts['replaced']} came again with a later month or outcome." if self.rows["replaced"] else ".")
        )

    def facts(self) -> list[tuple[str, str]]:
        """All facts, as a word and a sentence each, in order."""
        left_out = ", ".join(map(self._month_left_out, self.incomplete_months)) or "none"
        return [
            ("Marking", self.marking),
            ("Force", self.force_name),
            ("Unit", self.npu_word),
            ("Period", self.period),
            ("Months left out as incomplete", left_out),
            ("Date of the run", self.run_date),
            ("Generation", self.generation),
            ("Rows", self.rows_sentence),
            *(("What this does not show", caution) for caution in self.cautions),
            *(("Source", attribution) for attribution in self.attributions),
        ]

    def _month_left_out(self, month: date) -> str:
        return f"{month_words(month)} (no file)" if month in self.absent_months else month_words(month)

    def text(self) -> str:
        """The same as plain text, marking first and last."""
        lines = [f"{word}: {sentence}" for word, sentence in self.facts()[1:]]
        return "\n".join([self.marking, "", *lines, "", self.marking, ""])


def calls_are_given(con: duckdb.DuckDBPyConnection) -> bool:
    """Return whether a generation read calls for service; else demand is anti-social behaviour alone.

    A generation that records no file of incidents, as in tests and copies of an earlier version, says nothing of it.
    """
    row = con.execute(
        "SELECT count(*) FILTER (kind = 'call_log') > 0 OR count(*) FILTER (rows_read IS NOT NULL) = 0 FROM sources"
    ).fetchone()
    return bool(row and row[0])


def read_about(con: duckdb.DuckDBPyConnection) -> About:
    """Read the words of a generation from its own tables.

    Parameters
    ----------
    con : DuckDBPyConnection
        The generation.

    Returns
    -------
    About
        Force, period, marking, sources and row counts.

    Raises
    ------
    NothingFound
        The generation records no run.
    """
    run = con.execute(
        "SELECT generation, built_at, force_name, period_start, period_end, complete_months, parameters FROM runs"
        " ORDER BY built_at DESC LIMIT 1"
    ).fetchone()
    if run is None:
        raise NothingFound("This generation records no run", "Build again")
    generation, built_at, force_name, period_start, period_end, complete_months, parameters = run
    force = json.loads(parameters)["force"]
    return About(
        force_name=force_name,
        marking=force["marking"],
        npu_word=force["npu_word"],
        team_word=force["team_word"],
        generation=generation,
        built_at=built_at,
        period_start=period_start,
        period_end=period_end,
        complete_months=complete_months,
        incomplete_months=_months(con, "NOT bool_and(complete)"),
        absent_months=_months(con, "sum(incident_count) = 0"),
        rows=_rows(con),
        attributions=(*force["attributions"], *_editions(con)),
        cautions=(*CAUTIONS, *force["cautions"], *(() if calls_are_given(con) else (NO_CALLS,))),
    )


def _months(con: duckdb.DuckDBPyConnection, having: str) -> tuple[date, ...]:
    sql = f"SELECT month FROM month_coverage GROUP BY month HAVING {having} ORDER BY month"
    return tuple(row[0] for row in con.execute(sql).fetchall())


def _rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = ("read", *_OUTCOMES)
    sums = ", ".join(f"coalesce(sum(rows_{name}), 0)::BIGINT" for name in names)
    counts = con.execute(f"SELECT {sums} FROM sources").fetchone() or ()
    return dict(zip(names, counts, strict=True))


def _editions(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """List kinds of reference file with their editions."""
    sql = "SELECT DISTINCT kind, edition FROM sources WHERE coalesce(edition, '') <> '' ORDER BY ALL"
    return tuple(f"{kind.capitalize()}: {edition}" for kind, edition in con.execute(sql).fetchall())


def month_words(day: date) -> str:
    """Write a month as in "September 2023", in English on any machine.

    Parameters
    ----------
    day : date
        Any day of the month.

    Returns
    -------
    str
        Month and year.
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def months_words(first: date, last: date, complete: int) -> str:
    """Write complete months from first to last, as in "September 2023 to June 2025, 19 of 22 months".

    Where none is missing between them: "July 2024 to June 2026, 24 complete months".
    """
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    if span == 1:
        return f"{month_words(first)}, 1 complete month"
    counted = f"{complete} complete months" if complete == span else f"{complete} of {span} months"
    return f"{month_words(first)} to {month_words(last)}, {counted}"


def day_words(day: date) -> str:
    """Write a day as in "20 November 2026".

    Parameters
    ----------
    day : date
        The day.

    Returns
    -------
    str
        Day, month and year, in English on any machine.
    """
    return f"{day.day} {month_words(day)}"
