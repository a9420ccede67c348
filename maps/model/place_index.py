"""Index every name of a force in few bytes: the search on the index and on each unit's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pandas as pd

from maps.model.force_view import Force
from maps.model.json_columns import pick

# A shared beginning is counted by one digit of base 36.
_LONGEST_SHARED = 35
_LAST_PLAIN = "\uffff"
_SEPARATOR = "|"


def write_place_index(force: Force, *, groups_of: str = "") -> dict[str, Any]:
    """Write names of units, areas and groups of areas for the script that searches them.

    Parameters
    ----------
    force : Force
    groups_of : str
        The unit whose groups alone are written, for a page that lists its areas already; empty for the whole force.

    Returns
    -------
    dict
        ``units``: code and name of each unit in the order of names; ``areas``: for each unit the names and the codes
        of its areas, packed; ``groups``: the word for a kind of group, and for each unit the packed names of that kind;
        ``takes``: what can be looked for, as a sentence.
    """
    names = force.site.npus["npu_name"].astype(str)
    units = sorted(force.by_need, key=lambda code: (names[code].casefold(), code))
    groups = _groups(force)
    return {
        "units": [[code, names[code]] for code in units],
        "areas": [["", ""] if groups_of else _pack_areas(force, code) for code in units],
        "groups": [
            [
                address,
                word,
                [pack_names(sorted(named.get(code, ())) if groups_of in ("", code) else ()) for code in units],
            ]
            for address, word, named in groups
        ],
        "takes": search_words(force),
    }


def search_words(force: Force) -> str:
    """Say what the search takes, as in "unit, ward, area name or code, or postcode"."""
    words = [force.site.words.npu_word, *(word for _, word, _ in _groups(force) if word != "postcode sector")]
    postcode = ", or a postcode" if not force.site.further.postcode_sectors.empty else ""
    known = ", ".join(dict.fromkeys([*words, "proposed place", "Impact Area"]))
    return f"a {known}, an area by its name or code{postcode}"


def group_members(force: Force, npu_code: str) -> dict[str, Any]:
    """Return groups of a unit's areas that its page does not list otherwise: each area's local name.

    Returns
    -------
    dict
        ``names``, and ``of``: for each area of the page the place of its name, or -1.
    """
    local = force.site.areas["place_name"].fillna("").astype(str).iloc[force.by_need[npu_code]]
    known = sorted(set(local) - {""})
    if not known:
        return {"names": [], "of": []}
    return {"names": known, "of": [known.index(name) if name else -1 for name in local]}


def pack_names(names: Iterable[str]) -> str:
    """Pack names in one text: each begins with the number of letters shared with the one before, in base 36."""
    packed, before = [], ""
    for name in (str(name).replace(_SEPARATOR, "/") for name in names):
        shared = _share_prefixes(before, name)
        packed.append(f"{_digit(shared)}{name[shared:]}")
        before = name
    return _SEPARATOR.join(packed)


def _share_prefixes(one: str, other: str) -> int:
    length = 0
    for mine, theirs in zip(one[:_LONGEST_SHARED], other, strict=False):
        # Scripts count a letter beyond the first 65,536 as two.
        if mine != theirs or mine > _LAST_PLAIN:
            break
        length += 1
    return length


def _digit(number: int) -> str:
    return "0123456789abcdefghijklmnopqrstuvwxyz"[number]


def _pack_areas(force: Force, npu_code: str) -> list[str]:
    at = force.by_need[npu_code]
    pairs = sorted(zip(pick(force.areas["names"], at), pick(force.areas["codes"], at), strict=True))
    return [pack_names(name for name, _ in pairs), pack_names(code for _, code in pairs)]


def _groups(force: Force) -> list[tuple[str, str, dict[str, set[str]]]]:
    """Part of the address, word, and names by unit, of each kind of group that the force has."""
    site = force.site
    units = site.areas["npu_code"]
    teams = pd.Series(force.areas["team_name"], index=site.areas.index)
    team_kind = "ward" if site.words.teams_are_wards else "team"
    kinds: list[tuple[str, str, dict[str, set[str]]]] = [(team_kind, site.words.team_word, _by_unit(teams, units))]
    if not site.words.teams_are_wards:
        kinds.append(("ward", "ward", _by_unit(site.areas["ward_name"], units)))
    kinds.append(("local", "local area", _by_unit(site.areas["place_name"], units)))
    kinds.append(("settlement", "settlement", _settlements(force)))
    sectors = site.further.postcode_sectors
    if not sectors.empty:
        unit_of = sectors["area_code"].map(units)
        kinds.append(("sector", "postcode sector", _by_unit(sectors["postcode_sector"], unit_of)))
    return [kind for kind in kinds if kind[2]]


def _settlements(force: Force) -> dict[str, set[str]]:
    """Names of settlements by the unit that their point lies in."""
    found: dict[str, set[str]] = {}
    known = settlements_in(force)
    for name, unit in zip(known["name"], known["npu_code"], strict=True):
        found.setdefault(str(unit), set()).add(str(name))
    return found


def settlements_in(force: Force) -> gpd.GeoDataFrame:
    """Return settlements of the force: ``name``, ``npu_code``, and the point in EPSG:27700."""
    context = force.site.further.context
    if context.empty:
        return gpd.GeoDataFrame({"name": [], "npu_code": []}, geometry=[], crs=27700)
    known = context.loc[context["kind"] == "settlement", ["name", "geometry"]]
    edges = force.outlines.units
    units = gpd.GeoDataFrame({"npu_code": edges.index}, geometry=edges.to_numpy(), crs=27700)
    points = gpd.GeoDataFrame(known, geometry="geometry", crs=27700)
    return gpd.sjoin(points, units, predicate="within").drop(columns="index_right")


def _by_unit(names: pd.Series, units: pd.Series) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, unit in zip(names, units, strict=True):
        if not pd.isna(name) and str(name) and not pd.isna(unit):
            found.setdefault(str(unit), set()).add(str(name))
    return found
