"""Measure the share of incidents with a location, and whether it changed between two periods.

Only incidents with a location fall into areas. Where their share moves, areas seem to change though nothing happened.
This is the one rule of comparability: every comparison of two periods asks :func:`compare_located_shares`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import pandas as pd

NOT_COMPARABLE = "not comparable"
MOVE_COLUMNS = [
    "crime_type",
    "district_code",
    "before_located",
    "before_total",
    "after_located",
    "after_total",
    "without_before",
    "without_after",
    "tolerance",
    "comparable",
    "words",
]


@dataclass(frozen=True)
class LocationRule:
    """How far the located share may move between two periods that compare.

    Attributes
    ----------
    confidence : float
        Confidence of the binomial interval of the difference, 0 to 1 (below 1); 0 leaves ``least_move`` alone.
    least_move : float
        Added to half that interval, 0 to 1: a smaller move changes no count by more than this, however many incidents
        there are.
    """

    confidence: float = 0.95
    least_move: float = 0.02


def located_shares(
    located: pd.DataFrame, unlocated: pd.DataFrame, district_of_area: Mapping[str, str] | pd.Series[str]
) -> pd.DataFrame:
    """Count incidents with and without a location, by month, crime type and district.

    Parameters
    ----------
    located : DataFrame
        `area_code, month, crime_type, incident_count`, any number of rows of each: incidents placed in an area.
    unlocated : DataFrame
        `month, crime_type, district_code, incident_count`: incidents that could not be placed; `district_code` is
        missing where their source does not name a district.
    district_of_area : mapping
        District by area.

    Returns
    -------
    DataFrame
        `month, crime_type, district_code, located_count, unlocated_count, located_share`, in that order of rows.
        `district_code` is missing for incidents of which no district is known. The share (0 to 1) is that of the
        district, and missing where an incident of that month and type names no district: the district's share is
        then not known. Sum the counts over districts for the force.

    Notes
    -----
    What could mislead: some forces publish no anti-social behaviour without a location, so that its share reads 1.
    """
    keys = ["month", "crime_type", "district_code"]
    placed = located.assign(
        district_code=located["area_code"].map(district_of_area), located_count=located["incident_count"]
    )
    stacked = pd.concat([placed, unlocated.rename(columns={"incident_count": "unlocated_count"})])
    counted = ["located_count", "unlocated_count"]
    rows = stacked.assign(district_code=stacked["district_code"].astype("str")).fillna(dict.fromkeys(counted, 0))
    found = rows.groupby(keys, dropna=False)[counted].sum().astype("int64").reset_index()
    found = found.sort_values(keys, ignore_index=True)
    nameless = found["district_code"].isna()
    unknown = (
        found["unlocated_count"].where(nameless, 0).groupby([found["month"], found["crime_type"]]).transform("sum")
    )
    shares = found["located_count"] / (found["located_count"] + found["unlocated_count"])
    return found.assign(located_share=shares.mask(nameless | (unknown > 0)))


def location_tolerance(
    before: tuple[int, int], after: tuple[int, int], *, rule: LocationRule = LocationRule()
) -> float:
    """Return how far the located share may differ between two periods that compare.

    Parameters
    ----------
    before, after : tuple of int
        Located incidents, and all incidents, of each period.
    rule : LocationRule
        How far it may move.

    Returns
    -------
    float
        Half the binomial interval of the difference plus the least move; infinite where a period has no incident.
    """
    (located_before, all_before), (located_after, all_after) = before, after
    if not all_before or not all_after:
        return math.inf
    pooled = (located_before + located_after) / (all_before + all_after)
    z = NormalDist().inv_cdf((1 + rule.confidence) / 2)
    return z * math.sqrt(pooled * (1 - pooled) * (1 / all_before + 1 / all_after)) + rule.least_move


def compare_located_shares(
    shares: pd.DataFrame,
    before: Collection[pd.Timestamp],
    after: Collection[pd.Timestamp],
    groups: Mapping[str, Collection[str]],
    *,
    rule: LocationRule = LocationRule(),
) -> pd.DataFrame:
    """Say for the force and each district whether the counts of two periods compare.

    Parameters
    ----------
    shares : DataFrame
        As :func:`located_shares` gives them.
    before, after : collection of Timestamp
        The months of the two periods.
    groups : mapping of str to collection of str
        What is compared (a type, all recorded crime) = the crime types that are in it.
    rule : LocationRule
        How far a share may move.

    Returns
    -------
    DataFrame
        A row for each group and the whole force (`district_code` missing), and for each district whose share is known:
        `before_located, before_total, after_located, after_total` (incidents), `without_before, without_after`
        (shares without a location, 0 to 1), `tolerance`, `comparable`, and `words`, "not comparable: 2% were without
        a location then, 11% now" (empty where it compares). Missing shares where a period has no incident.
    """
    months = {"before": list(before), "after": list(after)}
    in_use = shares[shares["month"].isin([*months["before"], *months["after"]])]
    rows = []
    for group, types in groups.items():
        of_it = in_use[in_use["crime_type"].isin(list(types))]
        rows.append(_compare_one(group, None, of_it, months, rule))
        if not (of_it["district_code"].isna() & (of_it["unlocated_count"] > 0)).any():
            rows += [
                _compare_one(group, str(code), part, months, rule) for code, part in of_it.groupby("district_code")
            ]
    frame = pd.DataFrame(rows, columns=MOVE_COLUMNS)
    return frame.astype({"district_code": "str", "words": "str", "comparable": "bool"})


def find_moved(moves: pd.DataFrame, crime_type: str, districts: Collection[str]) -> str:
    """Say why the counts of some districts do not compare between two periods; empty if they do.

    Parameters
    ----------
    moves : DataFrame
        As :func:`compare_located_shares` gives it.
    crime_type : str
        One of its groups.
    districts : collection of str
        Districts that the place lies in. The force as a whole must compare as well: a place is compared with it.
    """
    if moves.empty:
        return ""
    of_it = moves[(moves["crime_type"] == crime_type) & ~moves["comparable"]]
    here = of_it[of_it["district_code"].isna() | of_it["district_code"].isin(list(districts))]
    if here.empty:
        return ""
    own_first = here.sort_values("district_code", na_position="last", kind="stable")
    return str(own_first["words"].iloc[0])


def _compare_one(
    group: str,
    district: str | None,
    counts: pd.DataFrame,
    months: Mapping[str, list[pd.Timestamp]],
    rule: LocationRule,
) -> dict[str, object]:
    row: dict[str, object] = {"crime_type": group, "district_code": district}
    pairs = []
    for period, of_it in months.items():
        sums = counts.loc[counts["month"].isin(of_it), ["located_count", "unlocated_count"]].sum()
        located, total = int(sums["located_count"]), int(sums.sum())
        pairs.append((located, total))
        row[f"{period}_located"], row[f"{period}_total"] = located, total
        row[f"without_{period}"] = 1 - located / total if total else float("nan")
    tolerance = location_tolerance(*pairs, rule=rule)
    (then, then_all), (now, now_all) = pairs
    moved = bool(then_all and now_all and abs(now / now_all - then / then_all) > tolerance)
    words = (
        f"{NOT_COMPARABLE}: {row['without_before']:.0%} were without a location then, {row['without_after']:.0%} now"
        if moved
        else ""
    )
    return row | {"tolerance": tolerance, "comparable": not moved, "words": words}
