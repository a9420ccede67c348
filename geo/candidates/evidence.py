"""Evidence about a candidate: each statement is a number with its interval and a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.evaluation.judge_change import FELL, ROSE, judge_change
from geo.evaluation.null_spread import NullSpread
from geo.measures.dispersion import ratio_bounds
from geo.need.level import ABOVE
from geo.trends.expectation import POWER, Expectation, spread_of_fall

LEVEL_ITEM = "crime against expected"
SNAPPED_SHARE = 0.2
_DIFFERENCES = ((2.0, "far"), (0.8, "much"), (0.3, ""))
_TOP_TYPES = 3
LATEST_YEAR = "the latest 12 complete months"


@dataclass(frozen=True)
class Statement:
    """One row of the record: a section, the item, a number with its interval and unit, and words."""

    section: str
    item: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""


def state_numbers(inside: pd.DataFrame, *, demand_words: str = "of demand, weighted") -> Iterator[Statement]:
    """State the candidate's totals and how certain its ranks are.

    Parameters
    ----------
    inside : DataFrame
        The areas of the candidate: `population, hectares, need_score, crime_count, demand_count, harm_days, rank,
        rank_low, rank_high, robust_core`, `harm_beside` where harm has other weights as
        well, and `type_name` where types were found.
    demand_words : str
        What demand is called.

    Yields
    ------
    Statement
        In the section `numbers`: value, likely ends where there are any, unit and words.
    """
    count = len(inside)
    people, crime = float(inside["population"].sum()), float(inside["crime_count"].sum())
    yield Statement("numbers", "areas", f"{count} small areas", count, unit="areas")
    yield Statement("numbers", "residents", f"{people:,.0f} residents", people, unit="persons")
    yield Statement("numbers", "land", f"{inside['hectares'].sum():,.0f} hectares", inside["hectares"].sum(), unit="ha")
    need = float(inside["need_score"].mean())
    yield Statement("numbers", "need score", f"Mean need score {need:.1f}", need, unit="0 to 100 by default")
    yield Statement("numbers", "crime", f"{crime:,.0f} recorded crimes over the period", crime, unit="records")
    demand, harm = float(inside["demand_count"].sum()), float(inside["harm_days"].sum())
    yield Statement("numbers", "demand", f"{demand:,.0f} {demand_words}", demand, unit="weighted records")
    yield Statement("numbers", "harm", f"{harm:,.0f} days of harm", harm, unit="days of imprisonment")
    if "harm_beside" in inside:
        beside = float(inside["harm_beside"].sum())
        words = f"{beside:,.0f} of harm by the second set of weights"
        yield Statement("numbers", "harm by other weights", words, beside, unit="unit of those weights")
    best, middle = inside["rank"].min(), float(inside["rank"].astype(float).median())
    low, high = float(inside["rank_low"].min()), float(inside["rank_high"].max())
    words = f"Its areas rank from {best} to {inside['rank'].max()}; likely ranks of this period {low:.0f} to {high:.0f}"
    yield Statement("numbers", "ranks", words, middle, low, high, "place")
    core = int(inside["robust_core"].sum())
    yield Statement("numbers", "robust core", f"{core} of {count} areas are in the robust core", core, unit="areas")
    if "type_name" in inside:
        types = inside["type_name"].value_counts()
        named = "; ".join(f"{types[name]} of {count}: {name}" for name in sorted(types.index, key=lambda t: -types[t]))
        yield Statement("numbers", "types of area", named, float(types.iloc[0]) if len(types) else None, unit="areas")


def state_level(level: Mapping[Any, Any] | None) -> Iterator[Statement]:
    """State its recorded crime against what is expected of it; no rows if that was not worked out.

    Parameters
    ----------
    level : mapping or None
        A row of :func:`geo.candidates.selection.judge_places`; None where level was not worked out.

    Yields
    ------
    Statement
        In the section `level`.
    """
    if level is None or not level["expected_count"] > 0:
        return
    times, p = float(level["times_expected"]), float(level["p_selected"])
    words = (
        f"{level['observed_count']:,.0f} recorded crimes, {times:.1f} times the {level['expected_count']:,.0f} "
        "expected from its residents and similar areas"
    )
    if level["level_class"] == ABOVE:
        judged = f"That is higher than expected, even for a place that was searched for (p = {p:.3f})"
    else:
        judged = f"That is not clearly higher than expected for a place that was searched for (p = {p:.2f})"
    yield Statement("level", LEVEL_ITEM, f"{words}. {judged}", times, unit="times")


def state_next_ranks(inside: pd.DataFrame) -> Iterator[Statement]:
    """State where its highest and lowest area are likely to rank next year; no rows if that is not known.

    Parameters
    ----------
    inside : DataFrame
        The areas of the candidate: `rank`, and `rank_low_next, rank_high_next` of
        :func:`geo.need.next_ranks.predict_ranks`.
    """
    known = (
        inside.dropna(subset=["rank", "rank_low_next", "rank_high_next"]) if "rank_low_next" in inside else inside[:0]
    )
    if known.empty:
        return
    ordered = known.sort_values("rank")
    ends = zip(ordered["rank_low_next"].astype(int), ordered["rank_high_next"].astype(int), strict=True)
    ranges = [f"{low:,} to {high:,}" for low, high in ends]
    words = f"In the next 12 months its highest area is likely to rank {ranges[0]}"
    if len(ranges) > 1:
        words += f", its lowest {ranges[-1]}"
    low, high = known["rank_low_next"].min(), known["rank_high_next"].max()
    yield Statement("level", "ranks next year", f"{words} (90% each)", None, float(low), float(high), "place")


def state_expectation(
    area_codes: pd.Index[str],
    expectation: Expectation | None,
    last_year: pd.Series[float] | None,
    null: NullSpread | None = None,
    *,
    year_words: str = LATEST_YEAR,
) -> Iterator[Statement]:
    """State next year's count without any action beside last year's, and the fall that could be detected.

    Interval and detectable fall have one spread, so a fall that would be detected lies below the interval. It is the
    larger of the expectation's and of `null` (how far places of this size move where nothing is done). Where the year
    just past lies outside the interval, the model does not fit the place: no forecast is stated, but why.

    Parameters
    ----------
    area_codes : Index of str
        Areas of the place.
    expectation : Expectation or None
        Expected crime of each area in the next twelve months; None where there are too few months.
    last_year : Series of float or None
        Recorded crime of each area in its latest year, every calendar month once; None where there is none.
    null : NullSpread, optional
        How far places of the same size moved where nothing was done.
    year_words : str
        What that year is called.

    Yields
    ------
    Statement
        In the sections `without action` and `success`; where there is no forecast, one that says why.
    """
    if expectation is None:
        words = "No forecast: there are fewer than four complete months"
        yield Statement("without action", "expected next year", words)
        return
    expected = expectation.of(area_codes)[0]
    moves = 0.0 if null is None else spread_of_fall(null.least_detectable_fall(expected))
    _, low, high = expectation.of(area_codes, least_spread=moves)
    past = None if last_year is None else float(last_year[area_codes].sum())
    if past is not None and not low <= past <= high:
        words = (
            f"No forecast: {year_words} had {past:,.0f} recorded crimes, outside the {low:,.0f} to "
            f"{high:,.0f} that its earlier months lead to expect. It is changing too fast to say what comes next"
        )
        yield Statement("without action", "expected next year", words)
    else:
        yield from _state_forecast(expected, low, high, past, year_words)
        yield from _state_success(expectation.least_detectable_fall(area_codes, least_spread=moves), expected)
    if past is not None:
        words = f"{past:,.0f} in {year_words}"
        yield Statement("without action", "last year", words, past, unit="records")


def _state_forecast(
    expected: float, low: float, high: float, past: float | None, year_words: str
) -> Iterator[Statement]:
    words = (
        f"About {expected:,.0f} recorded crimes in the next 12 months without any action, likely between {low:,.0f} "
        f"and {high:,.0f} (95%)"
    )
    yield Statement("without action", "expected next year", words, expected, low, high, "records")
    if past is None:
        return
    moved = expected - past
    words = "No change is expected without any action"
    if round(abs(moved)) > 0:
        way, end = ("fall", "do not count it as a success") if moved < 0 else ("rise", "do not count it as a failure")
        against = "" if year_words == LATEST_YEAR else f", against {year_words}"
        words = f"A {way} of {abs(moved):,.0f} is expected without any action{against}, so {end}"
    yield Statement("without action", "change to expect", words, moved, low - past, high - past, "records")


def _state_success(fall: float, expected: float) -> Iterator[Statement]:
    """State the smallest fall that a year's count would show."""
    if np.isnan(fall) or round(expected * (1 - fall)) < 1:
        yield Statement("success", "least detectable fall", "There are too few incidents for a fall to be detected")
        return
    words = f"A fall of {fall:.0%} or more, to {expected * (1 - fall):,.0f} a year, is large enough to be detected"
    yield Statement("success", "least detectable fall", f"{words} {POWER * 5:.0f} times out of 5", fall, unit="share")


def state_differences(
    inside: pd.DataFrame, unit: pd.DataFrame, kinds: Sequence[str], npu_name: str, *, demand_name: str = "demand"
) -> Iterator[Statement]:
    """State how it differs from the rest of its unit, in standard deviations of the unit's areas.

    Parameters
    ----------
    inside, unit : DataFrame
        Areas of the candidate, and all of its unit: `crime_count, demand_count, deprivation_score, harm_days,
        population, hectares`, and a column for each of `kinds`.
    kinds : sequence of str
        Crime types; the three that differ most are stated.
    npu_name : str
        For the words.
    demand_name : str
        What demand is made of, where it is not all of it; a crime type of that name is not stated again.

    Yields
    ------
    Statement
        In the section `difference`: standard deviations of the unit's areas, and words.
    """
    names = {
        "crime_count": "recorded crime",
        "demand_count": demand_name,
        "deprivation_score": "deprivation",
        "harm_days": "harm",
    }
    dense = unit[["population", "hectares"]].astype(float)
    unit = unit[[*names, *kinds]].astype(float)
    within = unit.index.isin(inside.index)
    if within.all():
        yield Statement("difference", "its unit", f"It is all of {npu_name}, so there is nothing to differ from")
        return
    spread = unit.std(ddof=0)
    gaps = (unit[within].mean() - unit[~within].mean()) / spread.where(spread > 0)
    others = [kind for kind in kinds if kind.lower() != demand_name]
    first = gaps[others].dropna().sort_values(ascending=False, kind="stable").index[:_TOP_TYPES]
    for column in [*names, *first]:
        if pd.isna(gaps[column]):
            continue
        name, gap = names.get(column, str(column)), float(gaps[column])
        what = f"{name} per area"
        words = f"{what[0].upper()}{what[1:]}: {compare(gap)} the rest of {npu_name}"
        yield Statement("difference", name, words, gap, unit="standard deviations")

    here, there = (float(one["population"].sum() / one["hectares"].sum()) for one in (dense[within], dense[~within]))
    if here > 0 and there > 0:
        words = f"Residents per hectare: {here:,.1f} here, {there:,.1f} in the rest of {npu_name}"
        yield Statement("difference", "residents per hectare", words, math.log(here / there), unit="log ratio")


def compare(gap: float) -> str:
    """Put a standardised difference in plain words.

    Parameters
    ----------
    gap : float
        Difference of two means in standard deviations.

    Returns
    -------
    str
        A phrase to be followed by what it is compared with, such as "about the same as".
    """
    for least, word in _DIFFERENCES:
        if abs(gap) >= least:
            return f"{word} {'higher' if gap > 0 else 'lower'} than".strip()
    return "about the same as"


@dataclass(frozen=True)
class YearChange:
    """Recorded crime of a place in the last year and in the year before, on the same calendar months.

    Attributes
    ----------
    before, after : float
        Incidents of the place.
    force_before, force_after : float
        Incidents of the force, which the place's change is to be compared with.
    month_count : int
        Calendar months compared, at most twelve.
    before_words, after_words : str
        The two periods, such as "April 2023 to March 2024".
    not_comparable : str
        Why the place's counts of the two do not compare, as :func:`geo.measures.located_share.find_moved` says it.
    """

    before: float
    after: float
    force_before: float
    force_after: float
    month_count: int
    before_words: str
    after_words: str
    not_comparable: str = ""

    def words(self) -> str:
        """Describe the change of the place beside that of the force, with both periods."""
        months = "" if self.month_count == 12 else f", {self.month_count} months of each"
        periods = f"{self.after_words} against {self.before_words}{months}"
        force = f". In the force it {_change_words(self.force_before, self.force_after)}" if self.force_before else ""
        if self.not_comparable:
            counted = ", counted with and without a location" if self.force_before else ""
            return f"Recorded crime here is {self.not_comparable} ({periods}){force}{counted}"
        return f"Recorded crime {_change_words(self.before, self.after)}: {periods}{force}"

    def judge(self, null: NullSpread | None, dispersion: float) -> Statement:
        """Say whether it is falling already: against the force by placebo places, else by the dispersion of counts."""
        item = "falling already"
        if self.not_comparable:
            return Statement("checked", item, self.words())
        share = self.after / self.before - 1
        rest = self.force_before - self.before, self.force_after - self.after
        if null is None or min(rest) <= 0:
            low, high, _ = ratio_bounds([self.before], [self.after], dispersion=dispersion, level=0.95)
            words = f"{self.words()}. No places of its size could be compared: the interval is a lower bound"
            fell, ends = bool(high[0] < 1), {"low": float(low[0]) - 1, "high": float(high[0]) - 1}
            return _judge_words(item, words, share, "share", caution=fell, **ends)
        judged = judge_change(self.before, self.after, *rest, null=null)
        moved = judged.change_class in (FELL, ROSE)
        words = (
            f"{self.words()}. Against other places of its size:"
            f" {judged.effect_ratio - 1:+.0%} (likely {judged.effect_low - 1:+.0%} to {judged.effect_high - 1:+.0%}),"
            f" {'seldom' if moved else 'often'} seen without action"
        )
        ends = {"low": judged.effect_low - 1, "high": judged.effect_high - 1}
        return _judge_words(item, words, judged.effect_ratio - 1, "share", caution=judged.change_class == FELL, **ends)


def _change_words(before: float, after: float) -> str:
    """Describe a change; one that rounds to nothing is "unchanged"."""
    share = f"{abs(after / before - 1):.0%}"
    return "was unchanged" if share == "0%" else f"{'fell' if after < before else 'rose'} by {share}"


def state_cautions(
    inside: pd.DataFrame,
    *,
    snapped: float | None,
    change: YearChange | None,
    dispersion: float,
    null: NullSpread | None = None,
) -> Iterator[Statement]:
    """State the reasons for caution, and what was checked without finding one.

    Parameters
    ----------
    inside : DataFrame
        Its areas: `small_population, feedback_flag, police_generated_share, robust_core, hotspot`, and `stands_above`
        where similar areas were found.
    snapped : float or None
        Share of its recorded crime on points that represent a building or a list; None where there are no points.
    change : YearChange or None
        Recorded crime of the last year and of the year before; None where too few months are complete in both.
    dispersion : float
        φ of recorded crime.
    null : NullSpread, optional
        How far places of its size move without action, between the same two years.

    Yields
    ------
    Statement
        In the section `caution` where it is a reason for caution, else `checked`.
    """
    count = len(inside)
    if snapped is None:
        words = "Points that represent a building cannot be looked for: the sources give counts by area"
        yield Statement("checked", "artefact points", words)
    else:
        words = f"{snapped:.0%} of its recorded crime lies on points that represent a building or a list"
        yield _judge_words("artefact points", words, snapped, "share", caution=snapped >= SNAPPED_SHARE)
    few = int(inside["small_population"].sum())
    words = f"{some_of(few, count, 'has', 'have')} so few residents that rates would mislead"
    yield _judge_words("few residents", words, few, "areas", caution=few > 0)
    flagged = int(inside["feedback_flag"].astype(bool).sum())
    words = f"{some_of(flagged, count, 'has', 'have')} a high share of crime found by police activity, such as drugs"
    yield _judge_words("feedback", words, flagged, "areas", caution=flagged > 0)
    core = int(inside["robust_core"].astype(bool).sum())
    words = f"{some_of(core, count, 'is', 'are')} in the top 5% of the force under every weighting tested"
    yield _judge_words("unstable rank", words, core, "areas", caution=core == 0)
    hot = int(inside["hotspot"].sum())
    words = some_of(hot, count, "is a hotspot", "are hotspots")
    yield _judge_words("hotspots", words, hot, "areas", caution=hot == 0)
    if "stands_above" in inside:
        above = int(inside["stands_above"].fillna(value=False).astype(bool).sum())
        words = f"{some_of(above, count, 'has', 'have')} more recorded crime than is usual for areas like that"
        yield _judge_words("similar areas", words, above, "areas", caution=above == 0)
    if change is None:
        words = "Too few months are complete in two years to say how recorded crime changed"
        yield Statement("checked", "falling already", words)
    elif change.before > 0:
        yield change.judge(null, dispersion)


def some_of(found: int, count: int, one: str, several: str) -> str:
    """Count areas in words: "None of its 10 areas is", "1 of its 10 areas is", "Its only area is"."""
    if count == 1 and found:
        return f"Its only area {one}"
    return f"{found or 'None'} of its {f'{count} ' if count > 1 else ''}areas {one if found < 2 else several}"


def state_people(inside: pd.DataFrame, unit: pd.DataFrame, npu_name: str) -> Iterator[Statement]:
    """State residents by group beside the unit's: for the equality assessment, never used in the rank.

    Parameters
    ----------
    inside, unit : DataFrame
        Persons by area: a column for each group, and `total`.
    npu_name : str
        For the words.

    Yields
    ------
    Statement
        In the section `people`: a share (0 to 1) and words for each group.
    """
    here, there = float(inside["total"].sum()), float(unit["total"].sum())
    if not here > 0:
        yield Statement("people", "residents by group", "No residents are given for its areas")
        return
    for group in inside.columns.drop("total"):
        share, usual = float(inside[group].sum()) / here, float(unit[group].sum()) / there
        words = f"{group[0].upper()}{group[1:]}: {share:.1%} of residents, {usual:.1%} in {npu_name}"
        yield Statement("people", str(group), words, share, unit="share")


def state_sources(candidate_id: str) -> Iterator[Statement]:
    """Name the queries that give the rows behind every number.

    Parameters
    ----------
    candidate_id : str
        The candidate, whose id the commands name.

    Yields
    ------
    Statement
        In the section `source`: the commands for the source rows, and for the counts by area and type.
    """
    rows = (
        "SELECT file_name, row_number, occurred_month, crime_type, area_code FROM incidents "
        "JOIN sources USING (source_id) "
        f"SEMI JOIN (FROM candidate_areas WHERE candidate_id = '{candidate_id}') USING (area_code) ORDER BY ALL"
    )
    yield Statement("source", "source rows", f'impact-areas sql "{rows}"')
    run = f"impact-areas queries run counts_of_candidate --param candidate={candidate_id}"
    yield Statement("source", "counts by area and type", run)


def lay_out_statements(statements: Mapping[str, Sequence[Statement]]) -> pd.DataFrame:
    """Return statements as rows: `candidate_id, place, section, item, value, low, high, unit, words`.

    Parameters
    ----------
    statements : mapping of str to sequence of Statement
        Statements of each candidate, by `candidate_id`, in the order in which they are read.

    Returns
    -------
    DataFrame
        One row a statement; `place` is its position within the candidate.
    """
    rows = [
        {"candidate_id": candidate, "place": place, **vars(statement)}
        for candidate, said in statements.items()
        for place, statement in enumerate(said, start=1)
    ]
    columns = ["candidate_id", "place", "section", "item", "value", "low", "high", "unit", "words"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": float, "low": float, "high": float})


def _judge_words(
    item: str,
    words: str,
    value: float,
    unit: str,
    *,
    caution: bool,
    low: float | None = None,
    high: float | None = None,
) -> Statement:
    return Statement("caution" if caution else "checked", item, words, value, low, high, unit)
