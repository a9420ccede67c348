"""Sort a sheet's evidence for a place: for, against, and not tested; and choose the cautions for the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.candidates.evidence import LEVEL_ITEM
from geo.need.level import ABOVE
from maps.model.force_view import Force
from maps.model.json_columns import Positions
from maps.sentences.cautions import sheet_cautions
from maps.sentences.data_account import age_words, incomplete_count_words
from maps.sentences.evidence import differences, statements_of

CAUTIONS = 3  # more are not read standing; the rest is on the last page
OLD_MONTHS = 12
_HIGHER = ("Far higher", "Much higher", "Higher")
_NO_OBJECTION = {"falling already", "similar areas", "hotspots", "unstable rank"}


@dataclass(frozen=True)
class Evidence:
    """The rows of a place's evidence, a sentence each, and what next year brings.

    Attributes
    ----------
    in_favour, against, untested, next_year : tuple of str
    """

    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    untested: tuple[str, ...]
    next_year: tuple[str, ...]


def weigh_evidence(force: Force, place: dict[str, Any]) -> Evidence:
    """Sort the statements on a place by what they mean for the decision.

    In favour are a level above what is expected, checks that gave no reason for caution, and what is higher than in
    the rest of its unit. Not tested is what the data of this build cannot answer.
    """
    said = statements_of(force, place["candidate_id"])
    unit_name = str(force.site.npus.loc[place["npu_code"], "npu_name"])
    checked = [row for row in said if row["section"] == "checked"]
    tested = [row for row in checked if not pd.isna(row["value"])]
    untested = _sentences(row for row in checked if pd.isna(row["value"]))
    above = is_above_expected(force, place["candidate_id"])
    level = [row for row in said if row["section"] == "level"]
    shown = [row for row in level if above or row["item"] != LEVEL_ITEM]
    unshown = [row for row in level if row not in shown]
    higher = tuple(one for one in differences(said, unit_name) if one.startswith(_HIGHER))
    return Evidence(
        in_favour=(*_sentences(shown), *_sentences(row for row in tested if row["item"] in _NO_OBJECTION), *higher),
        against=_sentences([*unshown, *(row for row in said if row["section"] == "caution")])
        or ("No reason for caution was found.",),
        untested=(*untested, "Whether work here would lower crime: no place was compared before and after."),
        next_year=_sentences(row for row in said if row["section"] in ("without action", "success")),
    )


def is_above_expected(force: Force, candidate_id: str) -> bool:
    """Return the verdict of the test of level: whether recorded crime of a place is above what is expected."""
    levels = force.site.further.evidence.levels
    return bool(len(levels)) and ABOVE in set(levels.loc[levels["candidate_id"] == candidate_id, "level_class"])


def _sentences(rows: Any) -> tuple[str, ...]:
    return tuple(f"{row['words'].removesuffix('.')}." for row in rows)


def bearing_cautions(force: Force, at: Positions) -> tuple[str, ...]:
    """Choose at most three cautions for a sheet: on its areas first, then old data, then missing months."""
    site = force.site
    last, run = site.period.last_month, site.words.run_date
    months = (run.year - last.year) * 12 + run.month - last.month
    old = (f"{age_words(site.period, run)}: the place may have changed since.",) if months > OLD_MONTHS else ()
    missing = incomplete_count_words(site.period)
    found = (*sheet_cautions(force, at), *old, *((missing,) if missing else ()))
    return found[:CAUTIONS]
