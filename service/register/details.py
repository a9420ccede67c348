"""Collect everything about one designation: its areas, what is proposed now, its history and problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from queries.catalogue.catalogue import NamedQuery, named_query, run_named
from queries.catalogue.rows import Result, fetch
from queries.register.log import RegisterLog
from queries.register.state import play
from queries.workspace.generations import Workspace

PARTS = {
    "against_candidates": "designations_against_candidates",
    "history": "designation_history",
    "problems": "problems",
}
TITLES = {
    "against_candidates": "Its areas against the places proposed now",
    "history": "Decisions",
    "problems": "Problems",
}


@dataclass(frozen=True)
class DesignationDetails:
    """A designation in full.

    Attributes
    ----------
    facts : dict
        Its row in the table ``designations``.
    parts : dict
        For ``against_candidates``, ``history`` and ``problems``: the named query and its rows.
    """

    facts: dict[str, object]
    parts: dict[str, tuple[NamedQuery, Result]]

    def as_dict(self) -> dict[str, object]:
        """The same for machines."""
        return {**self.facts, **{name: result.records() for name, (_, result) in self.parts.items()}}


def show_designation(workspace: Path, named: str, *, today: date) -> DesignationDetails:
    """One designation by its id or name, ended ones too.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    named : str
        Id or name.
    today : date
        Day that review dates are compared with.

    Returns
    -------
    DesignationDetails
        The designation, and what the register has about it.

    Raises
    ------
    NothingFound
        There is none.
    """
    one = play(RegisterLog(workspace).read()).designation(named)
    with Workspace(workspace).open_current(today=today, spatial=False) as con:
        facts = fetch(con, "FROM designations WHERE designation_id = $id", {"id": one.designation_id}).records()[0]
        parts = {
            name: (named_query(query), run_named(con, query, {"designation": one.designation_id}))
            for name, query in PARTS.items()
        }
    return DesignationDetails(facts, parts)


def show_register(
    workspace: Path, query: str, arguments: dict[str, str | None], *, today: date
) -> tuple[NamedQuery, Result]:
    """A named query about the register, with review dates compared with today.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    query : str
        Name of the query.
    arguments : dict of str to str | None
        Values of its parameters.
    today : date
        Day that review dates are compared with.

    Returns
    -------
    tuple
        The query and its rows.
    """
    asked = {name: value for name, value in arguments.items() if value is not None}
    with Workspace(workspace).open_current(today=today, spatial=False) as con:
        return named_query(query), run_named(con, query, asked)
