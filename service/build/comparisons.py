"""Compare need with similar areas, later months, types of area, a unit's posts and a published index."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.exceptions import ConfigurationRefused, InputRefused, Refusal
from geo.measures.deprivation import OTHER_DOMAINS
from geo.measures.vulnerable_localities import vulnerable_localities
from geo.need.area_types import AreaChange, find_types, shrunken_change
from geo.need.backtest import backtest, split_months
from geo.need.expected_counts import expect_counts, fit_expected_counts
from geo.need.need_index import COUNTED, STRANDS, aggregate, normalise
from geo.need.npu_shares import share_need
from geo.need.similar_areas import compare_with_similar, find_similar
from geo.trends.year_on_year import match_years
from service.build.analysis import ALL_CRIME
from service.build.need_inputs import NeedInputs

COUNTS_ALONE = "crime counts of the year before"
NEED_SCORE = "need score"
EXPECTED = "expected crime, recent months weighing more"
Tables = dict[str, pd.DataFrame]


def compare_need(inputs: NeedInputs) -> Tables:
    """Return every comparison by the name of its table; ``table_notes`` says why one is empty.

    Raises
    ------
    ConfigurationRefused
        A covariate or a unit of the establishment is not known.
    """
    if inputs.ranked.empty:
        return {}
    notes: list[tuple[str, str]] = []
    tables = {**_similar(inputs, notes), **_backtest(inputs, notes), **_types(inputs, notes)}
    tables |= {"npu_shares": _npu_shares(inputs), "vulnerable_localities": _vulnerable(inputs, notes)}
    return tables | {"table_notes": pd.DataFrame(notes, columns=["table_name", "note"], dtype="str")}


def _similar(inputs: NeedInputs, notes: list[tuple[str, str]]) -> Tables:
    chosen = inputs.choices.similar
    covariates = pick_covariates(inputs)
    try:
        similar = find_similar(covariates, neighbours=chosen.neighbours)
    except ConfigurationRefused as refusal:
        notes.append(("similar_areas", refusal.problem))
        return {}
    values = inputs.values()[list(COUNTED)]
    variance = {s: inputs.noise.dispersion[s] * inputs.noise.record[s] * values[s] / inputs.divisor() for s in COUNTED}
    said = f"{chosen.neighbours} for each area, by {', '.join(chosen.covariates)}"
    left_out = len(covariates) - similar["area_code"].nunique()
    notes.append(("similar_areas", said + (f"; {left_out} areas lack one of them" if left_out else "")))
    return {"similar_areas": similar, "similar_comparison": compare_with_similar(values, similar, variance)}


def pick_covariates(inputs: NeedInputs) -> pd.DataFrame:
    """Return the configured covariates of the assessable areas; densities as logarithms.

    Raises
    ------
    ConfigurationRefused
        One is not known.
    """
    areas = inputs.reference.areas.loc[inputs.ranked]
    deprivation = inputs.reference.deprivation.loc[inputs.ranked]
    known = {domain: -deprivation[f"{domain}_rank"].astype(float) for domain in OTHER_DOMAINS}
    residents = areas["population"].astype(float).where(areas["population"] > 0)
    known |= {"residents": residents, "residents_per_hectare": np.log(residents / areas["hectares"])}
    if inputs.reference.optional.workday_population is not None:
        workday = areas["workday_population"].astype(float)
        known["workday_per_resident"] = np.log(workday.where(workday > 0) / residents)
    profile = inputs.reference.optional.profile
    if profile is not None:
        known |= {
            str(group): (profile[group] / profile["total"]).loc[inputs.ranked]
            for group in profile.drop(columns="total")
        }
    unknown = [name for name in inputs.choices.similar.covariates if name not in known]
    if unknown:
        raise ConfigurationRefused(
            f"[similar] names covariates that are not known: {', '.join(unknown)}", f"Use: {', '.join(known)}"
        )
    return pd.DataFrame({name: known[name] for name in inputs.choices.similar.covariates})


def _backtest(inputs: NeedInputs, notes: list[tuple[str, str]]) -> Tables:
    try:
        first, rest = split_months(inputs.strands.months)
        year, later = inputs.values(first[-12:]), inputs.strands.add_up(rest).loc[inputs.ranked]
        scores = pd.DataFrame({s: normalise(v, inputs.index.normalisation) for s, v in inputs.values(first).items()})
        scored = backtest(
            {
                NEED_SCORE: aggregate(scores[list(STRANDS)], inputs.index)[0],
                COUNTS_ALONE: year["crime"],
                EXPECTED: _compare_expected(inputs, first),
            },
            {strand: later[strand] for strand in COUNTED},
            inputs.reference.areas["hectares"].loc[inputs.ranked],
            baseline=COUNTS_ALONE,
            seed=inputs.choices.seed,
        )
    except Refusal as refusal:
        notes.append(("backtest", refusal.problem))
        return {}
    periods = {"ranked_from": first[0], "ranked_to": first[-1], "scored_from": rest[0], "scored_to": rest[-1]}
    return {"backtest": scored.assign(**periods)}


def _compare_expected(inputs: NeedInputs, months: pd.DatetimeIndex) -> pd.Series:
    monthly = inputs.strands.monthly("crime")[months]
    return expect_counts(monthly, fit_expected_counts(monthly)).loc[inputs.ranked]


def _types(inputs: NeedInputs, notes: list[tuple[str, str]]) -> Tables:
    change = _year_change(inputs, notes)
    found = find_types(
        inputs.findings.ranking.loc[inputs.ranked],
        change,
        seed=inputs.choices.seed,
        demand_name=inputs.choices.demand.name.lower(),
    )
    if found.types.empty:
        notes.append(("area_types", f"{len(inputs.ranked)} areas are too few to be grouped"))
    else:
        notes.append(("area_types", "As many types as lower the criterion by at least 5% each"))
    return {"area_types": found.types, "area_type_members": found.members}


def _year_change(inputs: NeedInputs, notes: list[tuple[str, str]]) -> AreaChange | None:
    """Return how recorded crime of each area changed in the last year; None if the two years do not compare."""
    try:
        before, after = match_years(pd.DatetimeIndex(inputs.strands.months))
    except InputRefused as refusal:
        notes.append(("area_types", f"{refusal.problem}, so types do not say how recorded crime changed"))
        return None
    why_not = inputs.located.why_not(ALL_CRIME, inputs.reference.areas)
    if why_not:
        notes.append(
            ("area_types", f"The last two years are {why_not}, so types do not say how recorded crime changed")
        )
        return None
    crime = inputs.strands.monthly("crime").loc[inputs.ranked]
    counts = crime[before].sum(axis=1), crime[after].sum(axis=1)
    shrunk = shrunken_change(*counts, dispersion=inputs.noise.dispersion["crime"])
    return AreaChange(shrunk, float(counts[0].sum()), float(counts[1].sum()), before, after)


def _npu_shares(inputs: NeedInputs) -> pd.DataFrame:
    posts = inputs.choices.establishment
    return share_need(
        inputs.findings.measures,
        inputs.reference.areas,
        weights=inputs.index.weights,
        establishment=posts.posts if posts else {},
        seed=inputs.choices.seed,
    ).assign(establishment_edition=posts.edition if posts else None)


def _vulnerable(inputs: NeedInputs, notes: list[tuple[str, str]]) -> pd.DataFrame:
    rates, given = inputs.reference.optional.vulnerable, inputs.choices.vulnerable_localities
    if rates is None or given is None:
        notes.append(("vulnerable_localities", "Its six variables are not given: see [vulnerable_localities]"))
        return pd.DataFrame()
    indexed = vulnerable_localities(rates, inputs.reference.areas["population"])
    return indexed.rename_axis("area_code").assign(edition=given.edition)
