"""Work out how certain a rank is, and what it would be without police-generated crime."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.need.feedback_audit import audit_feedback
from geo.need.need_index import COUNTED, DENOMINATORS
from geo.need.rank_intervals import Window, robust_ranks
from geo.need.rank_moves import compare_ranks, rank_values
from geo.need.strand_influence import measure_influence
from geo.need.strand_months import check_types, lay_out_strands, recent_months
from service.build.analysis import Findings, LocatedShares
from service.build.comparisons import compare_need
from service.build.need_inputs import NeedInputs
from service.build.reference_data import Reference
from service.settings.choices import NeedChoices


@dataclass(frozen=True)
class Need:
    """The findings with their ranking filled in, and every table about need by its name."""

    findings: Findings
    tables: dict[str, pd.DataFrame]
    inputs: NeedInputs


def assess_need(
    reference: Reference,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    findings: Findings,
    choices: NeedChoices,
    located: LocatedShares,
) -> Need:
    """Fill in how certain ranks are, and build the tables about need.

    Parameters
    ----------
    reference : Reference
        Areas, units and deprivation.
    area_months, crime_types : DataFrame
        As the tables of the same names.
    findings : Findings
        Complete months, measures and ranking.
    choices : NeedChoices
        How need is scored, and what it is compared with.
    located : LocatedShares
        Which two years compare.

    Raises
    ------
    ConfigurationRefused
        A police-generated type, or one with a second harm weight, is not known.
    """
    check_types(choices.need.police_generated, crime_types)
    check_types(choices.harm.beside.weights if choices.harm.beside else (), crime_types)
    months = pd.DatetimeIndex(findings.months)
    strands = lay_out_strands(area_months, crime_types, area_codes=reference.areas.index, months=months)
    ranked = findings.ranking.index[findings.ranking["assessable"]]
    inputs = NeedInputs(
        reference,
        findings,
        choices,
        strands,
        strands.noise(),
        ranked,
        located,
    )
    intervals, sensitivity = _robust(inputs)
    influence = {"strand_influence": measure_influence(inputs.values(), inputs.index, meant=choices.weights)}
    ranking = findings.ranking.join([intervals, _feedback(inputs), _harm_beside(inputs)])
    return Need(
        replace(findings, ranking=ranking),
        {"rank_sensitivity": sensitivity, **(influence if len(ranked) else {}), **compare_need(inputs)},
        inputs,
    )


def _robust(inputs: NeedInputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    name, recent = recent_months(inputs.strands.months)
    divisor = inputs.divisor()
    windows = {
        "all complete months": Window(inputs.values(), divisor),
        name: Window(inputs.values(recent), divisor),
    }
    chosen = inputs.choices
    robust = robust_ranks(windows, inputs.index, inputs.noise, draws=chosen.need.rank_draws, seed=chosen.seed)
    stored = {"draws": chosen.need.rank_draws, "seed": chosen.seed}
    table = pd.concat([robust.sensitivity.assign(in_interval=True), _other_choices(inputs)], ignore_index=True)
    table = table.sort_values("mean_rank_change", ascending=False, kind="stable", ignore_index=True)
    return robust.intervals, table.assign(**stored)


def _other_choices(inputs: NeedInputs) -> pd.DataFrame:
    """Choices that the intervals leave out, because they ask another question: rates, crime domain, feedback, harm."""
    values, areas = inputs.values(), inputs.reference.areas.loc[inputs.ranked]
    counts = inputs.strands.add_up().loc[inputs.ranked, list(COUNTED)]
    changed = {
        ("deprivation", "with its crime domain"): values.assign(
            deprivation=inputs.reference.deprivation["imd_score"].loc[inputs.ranked]
        ),
        ("police-generated crime", "left out"): inputs.values(leave_out=inputs.choices.need.police_generated),
    }
    beside = inputs.choices.harm.beside
    if beside:
        changed["harm weights", beside.edition] = values.assign(harm=inputs.harm_beside() / inputs.divisor())
    for per, column in DENOMINATORS.items():
        divisor = areas[column].astype(float) if column else pd.Series(1.0, index=inputs.ranked)
        if per != inputs.index.per and (divisor > 0).all():
            changed["counts or rates", f"per {per}"] = values.assign(**counts.div(divisor, axis=0))
    ranks = rank_values(values, inputs.index)
    rows = [
        (*name, *compare_ranks(rank_values(strands, inputs.index), ranks))
        for name, strands in changed.items()
        if strands.notna().all(axis=None)
    ]
    columns = ["choice", "alternative", "mean_rank_change", "top_5_percent_kept"]
    return pd.DataFrame(rows, columns=columns).assign(in_interval=False)


def _harm_beside(inputs: NeedInputs) -> pd.DataFrame:
    """Harm by the second set of weights and the rank that it gives; no columns where none is configured."""
    if inputs.choices.harm.beside is None:
        return pd.DataFrame(index=inputs.ranked)
    harm = inputs.harm_beside()
    ranks = rank_values(inputs.values().assign(harm=harm / inputs.divisor()), inputs.index)
    return pd.DataFrame({"harm_beside": harm, "rank_with_harm_beside": ranks})


def _feedback(inputs: NeedInputs) -> pd.DataFrame:
    generated = inputs.choices.need.police_generated
    crime = inputs.strands.monthly("crime").sum(axis=1)[inputs.ranked]
    others = inputs.strands.monthly("crime", leave_out=generated).sum(axis=1)[inputs.ranked]
    without = inputs.values(leave_out=generated)
    return audit_feedback(inputs.values(), without, crime, crime - others, inputs.index)
