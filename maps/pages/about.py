"""Text on every page: force, period, run, marking, cautions, sources, and what became of the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from maps.model.inputs import Site
from maps.sentences.data_account import age_words, incomplete_words, located_words, period_words, rows_words
from maps.text.phrases import day_words, months_words

_LICENCE = re.compile(r"licen[cs]e|©|copyright", re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """The text that is the same on every page of a site.

    Attributes
    ----------
    force_name, marking, period, months, age, run_day, generation : str
        Words ready to print; ``age`` says how old the newest month was on the day of the run.
    incomplete, located, rows_account, editions, team_note : str
        Sentences; empty where there is nothing to say.
    method, cautions, attributions : tuple of str
    """

    force_name: str
    marking: str
    period: str
    months: str
    age: str
    run_day: str
    generation: str
    incomplete: str
    located: str
    rows_account: str
    editions: str
    team_note: str
    method: tuple[str, ...]
    cautions: tuple[str, ...]
    attributions: tuple[str, ...]


def _district_names(site: Site) -> dict[str, str]:
    known = site.areas.dropna(subset=["district_code", "district_name"])
    return dict(zip(known["district_code"], known["district_name"], strict=True))


def about_site(site: Site) -> dict[str, Any]:
    """Return the fields of :class:`About`, by name."""
    words = site.words
    return {
        "force_name": words.force_name,
        "marking": words.marking,
        "period": period_words(site.period),
        "months": months_words(site.period),
        "age": age_words(site.period, words.run_date),
        "run_day": day_words(words.run_date),
        "generation": words.generation,
        "incomplete": incomplete_words(site.period),
        "located": located_words(site.further.location_moves, _district_names(site)),
        "rows_account": rows_words(site.rows),
        "editions": f"Deprivation: {words.deprivation_edition}. Harm: {words.harm_edition}.",
        "team_note": "Wards are used instead of neighbourhood teams." if words.teams_are_wards else "",
        "method": words.method,
        "cautions": words.cautions,
        "attributions": words.attributions,
    }


def asked_licences(attributions: tuple[str, ...]) -> tuple[str, ...]:
    """What licences ask a copy of a sheet or picture by itself to say; the last page of the set names every source."""
    return tuple(said for said in attributions if _LICENCE.search(said))
