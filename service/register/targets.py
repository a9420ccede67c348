"""Find the areas that a person means: places and areas by code or name, units by theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from geo.exceptions import NothingFound, Refusal, WrongUsage, raise_together
from geo.thresholds import THRESHOLDS
from queries.catalogue.rows import did_you_mean
from queries.loaders.tables.messages import count_of, name_some


@dataclass(frozen=True)
class Targets:
    """Areas of a future designation, in order of their codes, and the candidates they came from."""

    area_codes: tuple[str, ...]
    area_names: tuple[str, ...]
    source: str


def find_targets(con: duckdb.DuckDBPyConnection, named: Sequence[str]) -> Targets:
    """Find places, areas and units by what a person typed: code or name, capitals or not.

    Raises
    ------
    NothingFound
        One of them is none of these; all that are not found are named together.
    WrongUsage
        Nothing was named, or a name has several bearers.
    """
    if not named:
        raise WrongUsage("No candidate and no area is named", "Name a candidate, as BE-1, or one or more areas")
    names: dict[str, str] = dict(con.execute("SELECT area_code, area_name FROM areas ORDER BY 1").fetchall())
    known, by_name = _index_targets(con, names)
    wanted = list(dict.fromkeys(text.strip().casefold() for text in named))
    faults = [fault for text in named if (fault := _unknown(text, known, by_name, list(names))) is not None]
    raise_together(faults)
    found = [known[text] if text in known else by_name[text][0] for text in wanted]
    codes = sorted({code for _, areas in found for code in areas})
    places = [called for called, _ in found if called]
    return Targets(
        tuple(codes),
        tuple(names[code] for code in codes),
        f"candidate {' and '.join(sorted(places))}" if places else "",
    )


_Found = tuple[str, list[str]]  # id of a candidate, or nothing; areas


def _index_targets(
    con: duckdb.DuckDBPyConnection, names: dict[str, str]
) -> tuple[dict[str, _Found], dict[str, list[_Found]]]:
    """By code, and by name: what each stands for."""
    candidates = con.execute(
        "SELECT candidate_id, candidate_name, list(area_code ORDER BY area_code)"
        " FROM candidates JOIN candidate_areas USING (candidate_id) GROUP BY ALL ORDER BY 1"
    ).fetchall()
    units = con.execute(
        "SELECT npu_code, npu_name, list(area_code ORDER BY area_code) FROM npus JOIN areas USING (npu_code)"
        " GROUP BY ALL ORDER BY 1"
    ).fetchall()
    rows: list[tuple[str, str, _Found]] = [
        *((code, name, ("", areas)) for code, name, areas in units),
        *((code, name, ("", [code])) for code, name in names.items()),
        *((code, name, (code, areas)) for code, name, areas in candidates),
    ]
    by_name: dict[str, list[_Found]] = {}
    for _, name, found in rows:
        by_name.setdefault(str(name).casefold(), []).append(found)
    return {code.casefold(): found for code, _, found in rows}, by_name


def _unknown(text: str, known: dict[str, _Found], by_name: dict[str, list[_Found]], codes: list[str]) -> Refusal | None:
    typed = text.strip().casefold()
    if typed in known or len(by_name.get(typed, [])) == 1:
        return None
    if typed in by_name:
        several = [called or name_some(areas, at_most=1) for called, areas in by_name[typed]]
        return WrongUsage(f"'{text}' is the name of {len(several)}: {name_some(several)}", "Give the code instead")
    shown = {one.casefold(): one for one in codes} | {
        found[0].casefold(): found[0] for found in known.values() if found[0]
    }
    nearest = did_you_mean(text.strip(), list(shown)) or did_you_mean(text.strip(), list(by_name))
    for low, one in shown.items():
        nearest = nearest.replace(f"'{low}'", f"'{one}'")
    return NothingFound(
        f"There is no candidate and no area '{text}' in this generation",
        f"{nearest}'impact-areas show candidates' and 'impact-areas show ranking' list them",
    )


def ask_back(con: duckdb.DuckDBPyConnection, area_codes: Sequence[str], *, anyway: bool) -> None:
    """Refuse areas that are unlikely to be meant as one place, unless a person confirms them.

    Raises
    ------
    WrongUsage
        The areas do not touch, lie in several units, or have almost no residents; all that is so is named.
    """
    doubts = [] if anyway else [*_units(con, area_codes), *_parts(con, area_codes), *_residents(con, area_codes)]
    if doubts:
        raise WrongUsage(f"Is this meant to be one place? {'; '.join(doubts)}", "Repeat with --anyway if it is")


def _units(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> list[str]:
    rows = con.execute(
        "SELECT npu_name, count(*) FROM areas JOIN npus USING (npu_code) WHERE list_contains($codes, area_code)"
        " GROUP BY npu_name ORDER BY 2 DESC, 1",
        {"codes": list(codes)},
    ).fetchall()
    if len(rows) < 2:
        return []
    return [f"its areas lie in {len(rows)} units: {name_some(f'{name} ({count})' for name, count in rows)}"]


def _parts(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> list[str]:
    """Groups of areas that touch each other."""
    pairs = con.execute(
        "SELECT area_code, neighbour_code FROM area_neighbours"
        " WHERE list_contains($codes, area_code) AND list_contains($codes, neighbour_code)",
        {"codes": list(codes)},
    ).fetchall()
    touching: dict[str, set[str]] = {code: set() for code in codes}
    for one, other in pairs:
        touching[one].add(other)
        touching[other].add(one)
    parts, left = 0, set(codes)
    while left:
        parts, reached = parts + 1, {min(left)}
        while reached:
            left -= reached
            reached = {other for one in reached for other in touching[one]} & left
    return [f"its areas do not touch: they form {parts} separate parts"] if parts > 1 else []


def _residents(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> list[str]:
    (held,) = con.execute(
        "SELECT coalesce(sum(population), 0) FROM areas WHERE list_contains($codes, area_code)", {"codes": list(codes)}
    ).fetchone() or (0,)
    few = held < THRESHOLDS.small_population_residents
    return [f"only {count_of(int(held), 'person')} live there".replace("persons", "people")] if few else []
