"""Name places after the ward or settlement with most of their need; no two places of a force share a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from geo.exceptions import ConfigurationRefused

_CODED_NAME = re.compile(r"^(.* \d{3})[A-Z]$")
_HALF = 0.5


def label_areas(areas: pd.DataFrame) -> pd.Series[str]:
    """Return the name people use for each area's surroundings: a given place name, its ward, or its own name.

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
    places: Sequence[Sequence[str]],
    labels: pd.Series[str],
    need: pd.Series[float],
    place_names: Mapping[str, str],
    designated: Mapping[str, Collection[str]] | None = None,
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
    place_names : mapping of str to str
        Names that a person gave, by the code of an area: the place with that area takes the name.
    designated : mapping of str to collection of str, optional
        Area codes of each current designation, by its name. The place that is the same place takes the name (see
        :func:`is_same_place`), before any other; no other place has it.

    Returns
    -------
    list of str
        One name each, in the order of `places`, all different whatever the case of letters. Where nobody gave one, the
        label with at least half of the place's need; else the two with most of it, the larger first.

    Raises
    ------
    ConfigurationRefused
        A given name would be that of two places, or of a place and of a designation somewhere else.
    """
    designated = designated or {}
    decision_names = [_designated_name(place, designated) for place in places]
    chosen = [
        name or _name_by_place(place, need, place_names) for place, name in zip(places, decision_names, strict=True)
    ]
    _refuse_shared(places, chosen, decision_names, designated)
    return _name_rest(places, chosen, labels, need, designated)


def rename_places(
    places: Sequence[Sequence[str]],
    built: Sequence[str],
    labels: pd.Series[str],
    need: pd.Series[float],
    designated: Mapping[str, Collection[str]],
) -> list[str]:
    """Rename places that have names already, after a person designated, reviewed or ended something.

    Parameters
    ----------
    places
        As for :func:`name_places`.
    built : sequence of str
        The name that each place has had so far.
    labels, need, designated
        As for :func:`name_places`.

    Returns
    -------
    list of str
        One name each, all different whatever the case of letters: of the designation that is the same place; else the
        name so far, or where a designation elsewhere has that, the next one that :func:`name_places` would try.
    """
    elsewhere = {name.casefold() for name in designated}
    decision_names = [_designated_name(place, designated) for place in places]
    kept = [None if name.casefold() in elsewhere else name for name in built]
    return _name_rest(
        places, [name or old for name, old in zip(decision_names, kept, strict=True)], labels, need, designated
    )


def is_same_place(place: Collection[str], other: Collection[str]) -> bool:
    """Return True if two sets of area codes have more than half of each in common."""
    return 2 * len(set(place) & set(other)) > max(len(set(place)), len(set(other)))


def _name_rest(
    places: Sequence[Sequence[str]],
    chosen: Sequence[str | None],
    labels: pd.Series[str],
    need: pd.Series[float],
    designated: Mapping[str, Collection[str]],
) -> list[str]:
    """Name the places without one: by the first of its proposals that no other place or designation has."""
    taken = {name.casefold() for name in (*designated, *chosen) if name}
    names = []
    for place, name in zip(places, chosen, strict=True):
        free = name or next(tried for tried in _proposals(place, labels, need) if tried.casefold() not in taken)
        taken.add(free.casefold())
        names.append(free)
    return names


def _designated_name(place: Sequence[str], designated: Mapping[str, Collection[str]]) -> str | None:
    """Return the name of the designation that is this place; of several, the one with most areas in common."""
    same = [name for name, areas in designated.items() if is_same_place(place, areas)]
    return max(same, key=lambda name: len(set(place) & set(designated[name])), default=None)


def _refuse_shared(
    places: Sequence[Sequence[str]],
    chosen: Sequence[str | None],
    decision_names: Sequence[str | None],
    designated: Mapping[str, Collection[str]],
) -> None:
    elsewhere = {name.casefold() for name in designated}
    seen: dict[str, Sequence[str]] = {}
    for place, name, by_decision in zip(places, chosen, decision_names, strict=True):
        if name is None:
            continue
        if by_decision is None and name.casefold() in elsewhere:
            raise ConfigurationRefused(
                f"[candidates.names] calls the place around {place[0]} '{name}', the name of a designation elsewhere",
                "Give the place another name in [candidates.names]",
            )
        if name.casefold() in seen:
            raise ConfigurationRefused(
                f"[candidates.names] calls two places '{name}': one around {seen[name.casefold()][0]} and one around "
                f"{place[0]}",
                "Give each of them a name of its own in [candidates.names]",
            )
        seen[name.casefold()] = place


def _name_by_place(place: Sequence[str], need: pd.Series[float], place_names: Mapping[str, str]) -> str | None:
    named = [area for area in place if area in place_names]
    return place_names[max(named, key=lambda area: (float(need[area]), area))] if named else None


def _proposals(place: Sequence[str], labels: pd.Series[str], need: pd.Series[float]) -> Iterator[str]:
    """Yield names in order of preference, without end."""
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
    """Join two labels; "with" if one of them contains "and" itself."""
    return f"{first} {'with' if ' and ' in first + second else 'and'} {second}"
