"""Sentences on proposed places: the headline, the facts of one place in a line, and paragraphs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from maps.model.force_view import Force
from maps.text.phrases import count_words, in_words, number, percent

_CAP_WORDS = {
    "areas": "It is at the limit for areas. Need may also be high in areas next to it.",
    "residents": "It is at the limit for residents. Need may also be high in areas next to it.",
}


def headline(where: str | None, count: int, *, residents: float, harm: float) -> str:
    """Write the sentence at the top of a page: how many places, how many live there, how much of the harm is there.

    Parameters
    ----------
    where : str or None
        Name of the unit; None for the whole force, whose name is at the top of the page already.
    count : int
        How many places are proposed there.
    residents, harm : float
        Share (0 to 1) of the residents and of the harm there that the places have together. Where the share of
        harm is not known, the sentence stops at residents.

    Returns
    -------
    str
        One sentence.
    """
    there = f" in {where}" if where else ""
    if not count:
        return f"No place is proposed{there} for this period."
    verb = "has" if count == 1 else "have"
    opening = f"{in_words(count)} {'place' if count == 1 else 'places'}{there} {verb}"
    if pd.isna(harm):
        return f"{opening} {percent(residents)} of residents."
    return f"{opening} {percent(residents)} of residents and {percent(harm)} of harm."


def unit_headline(unit_name: str, places: list[dict[str, Any]]) -> str:
    """Write the sentence at the top of a unit's page, from its candidates.

    Parameters
    ----------
    unit_name : str
        Name of the unit.
    places : list of dict of str to object
        Rows of ``candidates``.

    Returns
    -------
    str
        One sentence.
    """
    residents = sum(place["resident_share"] for place in places)
    return headline(unit_name, len(places), residents=residents, harm=sum(place["harm_share"] for place in places))


def site_headline(force: Force) -> str:
    """Write the index page's sentence: all places together, as shares of the whole force.

    Parameters
    ----------
    force : Force
        What all pages share.

    Returns
    -------
    str
        One sentence.
    """
    site = force.site
    harm = site.area_measures["harm_days"].sum()
    found = site.candidates
    return headline(
        None,
        len(found),
        residents=found["population"].sum() / site.areas["population"].sum(),
        harm=found["harm_days"].sum() / harm if harm else float("nan"),
    )


def place_facts(place: dict[str, Any]) -> str:
    """Write the line under a place: how large it is, its share of harm, how many of its areas are hotspots.

    Parameters
    ----------
    place : dict of str to object
        A row of ``candidates``.

    Returns
    -------
    str
        One line.
    """
    hotspots = place["hotspot_area_count"]
    return f"{place_size(place)}, {count_words(hotspots, 'hotspot') if hotspots else 'no hotspot'}"


def place_size(place: dict[str, Any]) -> str:
    """Write the same without hotspots, for a line below the reason, which names them.

    Parameters
    ----------
    place : dict of str to object
        A row of ``candidates``.

    Returns
    -------
    str
        One line.
    """
    held = place["harm_share"] if not pd.isna(place["harm_share"]) else place["crime_share"]
    what = "harm" if not pd.isna(place["harm_share"]) else "recorded crime"
    return ", ".join(
        [
            count_words(place["area_count"], "area"),
            count_words(place["population"], "resident"),
            f"{percent(held)} of {what}",
        ]
    )


def place_sentences(place: dict[str, Any], unit_name: str, team_word: str) -> list[str]:
    """Write the panel's sentences on a selected place, one paragraph each.

    Parameters
    ----------
    place : dict
        A row of ``candidates``.
    unit_name, team_word : str
        Name of its unit; what the force calls a team.

    Returns
    -------
    list of str
        Paragraphs.
    """
    made_of = [count_words(place["area_count"], "area"), count_words(place["population"], "resident")]
    shares = [f"{percent(place['resident_share'])} of residents", f"{percent(place['crime_share'])} of recorded crime"]
    if not pd.isna(place["harm_share"]):
        shares.append(f"{percent(place['harm_share'])} of harm")
    only = place.get("connecting_count", 0)
    made_of[0] += f" ({count_words(only, 'area')} only to connect it)" if only else ""
    sentences = [
        place["reason"],
        f"{made_of[0]} in {count_words(place['team_count'], team_word)}, {made_of[1]}, "
        f"{count_words(place['hectares'], 'hectare')}. {', '.join(shares)} in {unit_name}.",
    ]
    if not pd.isna(place["crime_count"]) and place["population"]:
        sentences.append(_crime_words(place))
    return [*sentences, _CAP_WORDS[place["cap_reached"]]] if place["cap_reached"] else sentences


def places_line(places: list[dict[str, Any]]) -> str:
    """Write a unit's places in one line, as in "3 places: 9% of residents, 31% of harm"."""
    if not places:
        return "no place proposed"
    held = [f"{percent(sum(place['resident_share'] for place in places))} of residents"]
    harm = sum(place["harm_share"] for place in places)
    held += [] if pd.isna(harm) else [f"{percent(harm)} of harm"]
    return f"{count_words(len(places), 'place')}: {', '.join(held)}"


def _crime_words(place: dict[str, Any]) -> str:
    """Describe recorded crime: "4,213 recorded crimes, 277 per 1,000 residents (2.9 times the unit)."."""
    rate = rate_words(1000 * place["crime_count"] / place["population"])
    times = place["crime_share"] / place["resident_share"]
    compared = "as in the unit" if 0.95 <= times < 1.05 else f"{number(times, decimals=1)} times the unit"
    return f"{count_words(place['crime_count'], 'recorded crime')}, {rate} per 1,000 residents ({compared})."


def rate_words(rate: float) -> str:
    """Write a rate: whole from 10 up, with one decimal below.

    Parameters
    ----------
    rate : float
        Per 1,000 residents, as in 277.4.

    Returns
    -------
    str
        As in "277" or "9.6".
    """
    return number(rate, decimals=1 if rate < 10 else 0)
