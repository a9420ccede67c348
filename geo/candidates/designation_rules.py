"""Judge whether a designation is stable, drifting or due for review, by an entry rule, a lower exit rule and a wait.

The program only says how a designation compares with its rules. A person designates, and a person ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

STATUSES = ("stable", "drifting", "ready to review", "cannot be assessed", "ended")


@dataclass(frozen=True)
class DesignationRules:
    """Limits for entry, exit and review. They are part of the configuration and stored with every generation.

    Parameters
    ----------
    enters_above : float
        A place meets the entry rule where its standing is at least this. 80: the fifth of the areas with most need, the
        usual meaning of "the most deprived fifth".
    leaves_below : float
        A designation meets the exit rule only below this. Ten points lower than the entry: a place near one single
        line would come and go with chance, and an Impact Area that comes and goes helps nobody.
    for_builds : int
        ... and only after so many builds in a row, each with later months than the one before. One poor month, or a
        rebuild of the same months, ends nothing.
    proposed_share : float
        A designation drifts where less than this share of its areas lies in a place that is proposed now.
    """

    enters_above: float = 80.0
    leaves_below: float = 70.0
    for_builds: int = 2
    proposed_share: float = 0.5


@dataclass(frozen=True)
class Standing:
    """One designation in the current generation: its rank now and before, its areas and its review date.

    Attributes
    ----------
    standings : sequence of float
        Standing in each build with later months than the last decision, oldest first; NaN where not assessable.
    now : float
        Standing in the current generation, NaN where no area of it is ranked.
    area_count, proposed_area_count, lost_area_count : int
        Its areas, those in a place proposed now, and those that this generation does not know.
    review_date : date
        When it is to be looked at again.
    ended : bool
        A person has ended it.
    """

    standings: Sequence[float]
    now: float
    area_count: int
    proposed_area_count: int
    lost_area_count: int
    review_date: date
    ended: bool


def measure_standings(ranking: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Rank sets of areas within the force.

    Parameters
    ----------
    ranking : DataFrame
        ``area_code``, ``need_score`` (0 to 100; NaN where not assessable), one row an area.
    members : DataFrame
        ``designation_id``, ``area_code``.

    Returns
    -------
    DataFrame
        Index ``designation_id``: ``need_score``, the mean of its assessable areas, and ``standing``, how many of 100
        areas of the force have a lower need score than that mean (0 to 100). NaN where none of its areas is assessable.

    Notes
    -----
    A standing compares the areas of one force in one period. It rises where others fall: it is no measure of success.
    """
    scores = ranking.set_index("area_code")["need_score"].astype("float64")
    means = members.assign(need_score=members["area_code"].map(scores)).groupby("designation_id")["need_score"].mean()
    force = scores.dropna()
    standing = means.map(lambda mean: 100 * float((force < mean).mean()) if len(force) else float("nan"))
    return pd.DataFrame({"need_score": means, "standing": standing.where(means.notna())})


def builds_below(standings: Sequence[float], rules: DesignationRules) -> int:
    """Count the latest builds in a row below the exit line; one that is not assessable breaks the row.

    Parameters
    ----------
    standings : sequence of float
        Percentile (0 to 100) of the designated areas in each build, the oldest first; NaN where it is not assessable.
    rules : DesignationRules
        Where the exit line is.

    Returns
    -------
    int
        Count of builds, from the latest backwards.
    """
    count = 0
    for standing in reversed(standings):
        if not standing < rules.leaves_below:
            break
        count += 1
    return count


def judge_designation(known: Standing, *, rules: DesignationRules, today: date) -> tuple[str, str]:
    """Return the status of a designation, and the reason in words.

    Parameters
    ----------
    known : Standing
        What the builds show.
    rules : DesignationRules
        Entry and exit lines.
    today : date
        The day to compare the review date with.

    Returns
    -------
    tuple of str
        One of :data:`STATUSES`, and why.
    """
    if known.ended:
        return "ended", "A person has ended it"
    due, drifting = _due(known, rules, today), _drifting(known, rules)
    if due:
        return "ready to review", _join_sentences([*due, *drifting])
    if known.now != known.now:
        return "cannot be assessed", _join_sentences(["None of its areas is ranked in this generation", *drifting])
    if drifting:
        return "drifting", _join_sentences(drifting)
    return "stable", f"It ranks above {known.now:.0f} of 100 areas, and {_proposed_words(known)}"


def _join_sentences(reasons: Sequence[str]) -> str:
    """Join clauses into one sentence."""
    first, *others = reasons
    return "; ".join([first, *(reason[:1].lower() + reason[1:] for reason in others)])


def _proposed_words(known: Standing) -> str:
    """Say how many of its areas lie in places proposed now."""
    count, proposed = known.area_count, known.proposed_area_count
    if count == 1:
        return f"its only area lies in {'a' if proposed else 'no'} place proposed now"
    if proposed == 0:
        return f"none of its {count} areas lies in a place proposed now"
    share = f"all its {count}" if proposed == count else f"{proposed} of its {count}"
    return f"{share} areas {'lies' if proposed == 1 else 'lie'} in places proposed now"


def _due(known: Standing, rules: DesignationRules, today: date) -> list[str]:
    """Say why a person should decide now."""
    reasons = []
    if known.review_date <= today:
        reasons.append("The date set for its review has come")
    below = builds_below(known.standings, rules)
    if below >= rules.for_builds:
        builds = "build" if below == 1 else f"{below} builds in a row"
        reasons.append(f"It meets the exit rule: below {rules.leaves_below:g} of 100 areas in the last {builds}")
    return reasons


def _drifting(known: Standing, rules: DesignationRules) -> list[str]:
    """Say what has changed since the decision."""
    reasons = []
    if known.lost_area_count:
        reasons.append(f"Areas of it that are not in this generation: {known.lost_area_count}")
    if known.now < rules.leaves_below:
        below = builds_below(known.standings, rules)
        if below < rules.for_builds:
            reasons.append(
                f"It ranks above {known.now:.0f} of 100 areas, under the exit line of {rules.leaves_below:g}; the exit"
                f" rule asks for {rules.for_builds} builds with later months, and so far there is {below or 'none'}"
            )
    if known.area_count and known.proposed_area_count / known.area_count < rules.proposed_share:
        said = _proposed_words(known)
        reasons.append(f"Only {said}" if known.proposed_area_count else said[:1].upper() + said[1:])
    return reasons
