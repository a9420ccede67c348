"""Sentences on what else could be proposed: swaps, nearly equal places, and why an area is in no place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.candidates import left_out
from maps.model.force_view import Force, unit_places
from maps.sentences.evidence import cost_words
from maps.text.phrases import count_words, in_words, number, percent

_SWAPS, _NAMED, _FIRST_OF_UNIT = 3, 3, 10
_NO_REASON = "No place around it has enough need above the average."


def area_names(force: Force) -> dict[str, str]:
    """Return the name of every area by its code."""
    return dict(zip(force.areas["codes"], force.areas["names"], strict=True))


def swap_words(force: Force, candidate_id: str, names: dict[str, str]) -> tuple[str, ...]:
    """Describe the cheapest swaps of one area for one beside it, as in "Replacing A with B would lower …".

    Parameters
    ----------
    force : Force
        What all pages share.
    candidate_id : str
        The place.
    names : dict of str to str
        Name of each area, by its code.

    Returns
    -------
    tuple of str
        Sentences, the cheapest swap first.
    """
    swaps = force.site.further.evidence.swaps
    if swaps.empty:
        return ()
    cheapest = swaps[swaps["candidate_id"] == candidate_id].sort_values("swap_number").head(_SWAPS)
    worth_telling = cheapest[(cheapest["cost_share"] < 1) | (cheapest["swap_number"] == 1)]
    return tuple(
        f"Replacing {names.get(row['area_out'], row['area_out'])} with {names.get(row['area_in'], row['area_in'])} "
        f"{cost_words(row['cost_share'])}."
        for row in worth_telling.to_dict("records")
    )


def write_options(force: Force, npu_code: str, candidate_id: str) -> list[dict[str, Any]]:
    """Describe nearly equal places as a unit's page stores them: their cost, and numbers of their areas on the page.

    Areas of another unit are given by their names (``beyond``); they are named on the page, not drawn.

    Parameters
    ----------
    force : Force
        What all pages share.
    npu_code : str
        Code of the unit.
    candidate_id : str
        The place.

    Returns
    -------
    list of dict of str to object
        For the page's JSON.
    """
    evidence = force.site.further.evidence
    if evidence.alternatives.empty:
        return []
    names, on_page = area_names(force), _numbers(force, npu_code)
    rows = evidence.alternatives[evidence.alternatives["candidate_id"] == candidate_id].sort_values(
        "alternative_number"
    )
    areas = evidence.alternative_areas
    written = []
    for row in rows.to_dict("records"):
        here = (areas["candidate_id"] == candidate_id) & (areas["alternative_number"] == row["alternative_number"])
        codes = set(areas.loc[here, "area_code"])
        beyond = sorted(names.get(code, code) for code in codes - set(on_page))
        written.append(
            {
                "cost": cost_words(row["cost_share"]),
                "areas": sorted(on_page[code] for code in codes if code in on_page),
                **({"beyond": beyond} if beyond else {}),
            }
        )
    return written


def _numbers(force: Force, npu_code: str) -> dict[str, int]:
    return {force.areas["codes"][at]: number for number, at in enumerate(force.by_need[npu_code].tolist())}


def write_left_out(force: Force, npu_code: str) -> dict[str, Any]:
    """Say why areas of high need are in no place: every sentence once, and the sentence numbers of each area.

    Parameters
    ----------
    force : Force
        What all pages share.
    npu_code : str
        Code of the unit.

    Returns
    -------
    dict of str to object
        For the page's JSON.
    """
    table = force.site.further.evidence.left_out
    rows = table[table["npu_code"] == npu_code].to_dict("records") if len(table) else []
    names, on_page, words = area_names(force), _numbers(force, npu_code), dict[str, int]()
    of_area = {}
    for row in rows:
        said = left_out_words(force, npu_code, row, names)
        if row["area_code"] in on_page and said:
            of_area[on_page[row["area_code"]]] = [words.setdefault(sentence, len(words)) for sentence in said]
    return {"words": list(words), "of": of_area}


@dataclass(frozen=True)
class LeftOutArea:
    """An area of high need in no place: its name, its rank in the unit, and why."""

    name: str
    rank: str
    words: tuple[str, ...]


def highest_left_out(force: Force, npu_code: str) -> tuple[LeftOutArea, ...]:
    """List the unit's areas of highest need in no place, at most three of its first ten, each with the reason.

    Parameters
    ----------
    force : Force
        What all pages share.
    npu_code : str
        Code of the unit.

    Returns
    -------
    tuple of LeftOutArea
        By need, the highest first.
    """
    table = force.site.further.evidence.left_out
    rows = table[table["npu_code"] == npu_code].to_dict("records") if len(table) else []
    reasons = {row["area_code"]: row for row in rows}
    names, found = area_names(force), list[LeftOutArea]()
    ranked = [at for at in force.by_need[npu_code].tolist() if force.areas["unitRank"][at] is not None]
    for at in ranked[:_FIRST_OF_UNIT]:
        code = force.areas["codes"][at]
        if code in force.place_of_area.index or len(found) == _NAMED:
            continue
        said = left_out_words(force, npu_code, reasons[code], names) if code in reasons else ()
        rank = f"{number(force.areas['unitRank'][at])} of {number(len(ranked))}"
        found.append(LeftOutArea(names[code], rank, said or (_NO_REASON,)))
    return tuple(found)


def left_out_words(force: Force, npu_code: str, row: dict[Any, Any], names: dict[str, str]) -> tuple[str, ...]:
    """Return the sentences on one area, from a row of ``candidate_left_out``."""
    places = unit_places(force, npu_code)
    rank = {place["candidate_id"]: int(place["rank"]) for place in places}.get(row["beside_candidate"])
    beside = f"place {rank}" if rank else ""
    kind = row["reason_kind"]
    said = []
    if kind == left_out.OTHERS_BETTER:
        less = 1 - row["own_place_value"] / row["least_value"]
        allowed = "only one is allowed" if len(places) == 1 else f"only {in_words(len(places)).lower()} are allowed"
        said.append(
            f"The best place around it ({count_words(row['own_place_areas'], 'area')}) has {percent(less)}"
            f" less total need "
            f"than place {len(places)}. In this unit, {allowed}."
        )
    elif kind == left_out.NO_ROOM:
        said.append("This unit\u2019s share of the force\u2019s need leaves no room for a place.")
    elif kind == left_out.LONG_EDGE and beside:
        return (f"It touches {beside}, but taking it in would make the place ragged for little more need.",)
    elif kind == left_out.FEW_TEAMS:
        said.append(
            f"Need is high around it, but no place there spans as many {force.site.words.team_word}s as it must."
        )
    elif kind == left_out.LOW_AROUND:
        said.append("Need around it is lower: no connected place there is far enough above the force\u2019s average.")
    elif kind == left_out.FOUND_LATE:
        said.append("A further place could be proposed around it; the search was stopped before it was found.")
    if beside and row["swap_area_out"]:
        out = names.get(row["swap_area_out"], row["swap_area_out"])
        cost = cost_words(row["swap_cost_share"]).replace("the place", beside)
        said.append(f"It touches {beside}, which is full. Taking it in instead of {out} {cost}.")
    return tuple(said)
