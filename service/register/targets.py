"""Finds the areas that a person means: candidates by their id, areas by their code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from geo.exceptions import NothingFound, Refusal, WrongUsage, raise_together
from queries.catalogue.rows import did_you_mean


@dataclass(frozen=True)
class Targets:
    """Areas of one designation to be, in order of their codes, and the candidates they came from."""

    area_codes: tuple[str, ...]
    area_names: tuple[str, ...]
    source: str


def find_targets(con: duckdb.DuckDBPyConnection, named: Sequence[str]) -> Targets:
    """Candidates and areas by what a person typed, capitals or not.

    Raises
    ------
    NothingFound
        One of them is neither; all that are not found are named together.
    WrongUsage
        Nothing was named.
    """
    candidates: dict[str, list[str]] = dict(
        con.execute(
            "SELECT candidate_id, list(area_code ORDER BY area_code) FROM candidate_areas GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
    names: dict[str, str] = dict(con.execute("SELECT area_code, area_name FROM areas ORDER BY 1").fetchall())
    if not named:
        raise WrongUsage("No candidate and no area is named", "Name a candidate, as BE-1, or one or more area codes")
    known = {code.casefold(): [code] for code in names} | {code.casefold(): found for code, found in candidates.items()}
    wanted = list(dict.fromkeys(text.strip().casefold() for text in named))
    raise_together([_unknown(text, candidates, names) for text in named if text.strip().casefold() not in known])
    codes = sorted({code for text in wanted for code in known[text]})
    chosen = [code for code in candidates if code.casefold() in wanted]
    return Targets(
        tuple(codes), tuple(names[code] for code in codes), f"candidate {' and '.join(chosen)}" if chosen else ""
    )


def _unknown(text: str, candidates: Mapping[str, object], names: Mapping[str, str]) -> Refusal:
    lower = {known.lower(): known for known in [*candidates, *names]}
    nearest = did_you_mean(text.strip(), list(lower))
    for low, known in lower.items():
        nearest = nearest.replace(f"'{low}'", f"'{known}'")
    return NothingFound(
        f"There is no candidate and no area '{text}' in this generation",
        f"{nearest}'impact-areas show candidates' and 'impact-areas show ranking' list them",
    )
