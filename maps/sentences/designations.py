"""Words of decisions: Impact Areas on cards, in legends and headings. A floor of its own: the model reads it."""

from __future__ import annotations

from datetime import date

from maps.text.phrases import day_words, in_words, number

IMPACT_AREA = "Impact Area"
PROPOSED_PLACE = "proposed place"
LEGEND_TODAY = "Impact Area today"
LEGEND_PROPOSED = "proposed Impact Area"


def decision_words(since: date, decided_by: str, review_date: date | None) -> str:
    """Say since when, by whom and until when: "Impact Area since 29 November 2026, decided by …, review by 1 May 2027".

    Parameters
    ----------
    since : date
        Day from which it is an Impact Area.
    decided_by : str
        Who decided.
    review_date : date or None
        Day by which it should be reviewed; nothing is said of a review without one.

    Returns
    -------
    str
        A sentence without its full stop.
    """
    review = f", review by {day_words(review_date)}" if review_date else ""
    return f"{IMPACT_AREA} since {day_words(since)}, decided by {decided_by}{review}"


def whole_words(decided: str, name: str, *, larger: bool, same_name: bool) -> str:
    """Say that all of a place is in one Impact Area.

    Parameters
    ----------
    decided : str
        As :func:`decision_words`.
    name : str
        Name of the Impact Area.
    larger, same_name : bool
        Whether the Impact Area has other areas as well; whether the place has its name.

    Returns
    -------
    str
        One or two sentences.
    """
    if larger:
        return f"Part of {name}, {decided}."
    return f"{decided}." if same_name else f"{decided}. Named {name}."


def shared_words(count: int, area_count: int, name: str, decided: str) -> str:
    """Say how many areas are in an Impact Area: "2 of its 5 areas lie in Old Town, Impact Area since …".

    Parameters
    ----------
    count, area_count : int
        Areas of the place in it, and all areas of the place.
    name, decided : str
        Name of the Impact Area; as :func:`decision_words`.

    Returns
    -------
    str
        One sentence.
    """
    lie = "lies" if count == 1 else "lie"
    return f"{number(count)} of its {number(area_count)} areas {lie} in {name}, {decided}."


def outside_heading(count: int) -> str:
    """Return the heading over Impact Areas that no card of a place names.

    Parameters
    ----------
    count : int
        How many there are.

    Returns
    -------
    str
        A heading.
    """
    return f"{IMPACT_AREA}{'' if count == 1 else 's'} outside the places below"


def designated_words(count: int) -> str:
    """Count current Impact Areas: "Three Impact Areas today, each decided by a person."; empty for none.

    Parameters
    ----------
    count : int
        Designations that are current.

    Returns
    -------
    str
        One sentence, or nothing.
    """
    if not count:
        return ""
    each = "" if count == 1 else "each "
    return f"{in_words(count)} {IMPACT_AREA}{'' if count == 1 else 's'} today, {each}decided by a person."
