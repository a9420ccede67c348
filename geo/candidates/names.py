"""Names of places: after the ward or settlement that holds most of their need, and no two of a force alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

_CODED_NAME = re.compile(r"^(.* \d{3})[A-Z]$")
_HALF = 0.5


def label_areas(areas: pd.DataFrame) -> pd.Series[str]:
    """What people call the surroundings of each area: a given place name, else its ward, else the area's own name.

    Parameters
    ----------
    areas : DataFrame
        Index `area_code`: `area_name`, `ward_code`, `ward_name` and, where a lookup gives it, `place_name`.

    Returns
    -------
    Series of str
        The index of `areas`, no missing values.

    Notes
    -----
    A ward known only by its code gives no name. Official area names such as "Leicester 012D" are cut to the part that
    neighbouring areas share, "Leicester 012".
    """
    own = areas["area_name"].astype(object).map(lambda name: _CODED_NAME.sub(r"\1", name), na_action="ignore")
    ward = areas["ward_name"].where(areas["ward_name"] != areas["ward_code"])
    label = ward.astype(object).fillna(own)
    if "place_name" in areas:
        label = areas["place_name"].astype(object).where(lambda given: given.notna(), label)
    return label.fillna(pd.Series(areas.index, index=areas.index, dtype=object))


def name_places(
    places: Sequence[Sequence[str]], labels: pd.Series[str], need: pd.Series[float], given: Mapping[str, str]
) -> list[str]:
    """Name every place of a force.

    Parameters
    ----------
    places : sequence of sequences of str
        Area codes of each place.
    labels : Series
        From :func:`label_areas`, by `area_code`.
    need : Series
        Need above the force mean, by `area_code`.
    given : mapping of str to str
        Names that a person gave, by the code of an area: the place with that area takes the name.

    Returns
    -------
    list of str
        One name each, in the order of `places`, all different. The label that holds at least half of the place's need
        stands alone; else the two that hold most, the larger first.
    """
    chosen: list[str | None] = [_given_name(place, need, given) for place in places]
    taken: set[str] = set()
    for at, name in enumerate(chosen):
        chosen[at] = None if name in taken else name
        taken |= {name} if name else set()
    names = []
    for place, name in zip(places, chosen, strict=True):
        free = name or next(tried for tried in _proposals(place, labels, need) if tried not in taken)
        taken.add(free)
        names.append(free)
    return names


def _given_name(place: Sequence[str], need: pd.Series[float], given: Mapping[str, str]) -> str | None:
    named = [area for area in place if area in given]
    return given[max(named, key=lambda area: (float(need[area]), area))] if named else None


def _proposals(place: Sequence[str], labels: pd.Series[str], need: pd.Series[float]) -> Iterator[str]:
    """Names in order of preference, without end."""
    inside = need[list(place)].clip(lower=0.0)
    weights = inside if float(inside.sum()) > 0 else pd.Series(1.0, index=inside.index)
    shares = (weights / weights.sum()).groupby(labels[list(place)]).sum()
    ordered = sorted(shares.index, key=lambda label: (-round(float(shares[label]), 9), label))
    first, others = ordered[0], ordered[1:]
    alone = float(shares[first]) >= _HALF - 1e-9 or not others
    plain = first if alone else _join(first, others[0])
    yield plain
    yield from (_join(first, other) for other in others)
    number = 2
    while True:
        yield f"{plain} ({number})"
        number += 1


def _join(first: str, second: str) -> str:
    """Two labels; "with" where one of them holds an "and" of its own."""
    return f"{first} {'with' if ' and ' in first + second else 'and'} {second}"
