"""What stands behind a rank: how sure it is, and what it would be without police-generated crime."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.need.feedback_audit import audit_feedback
from geo.need.need_index import COUNTED, DENOMINATORS
from geo.need.rank_intervals import Window, robust_ranks
from geo.need.rank_moves import compare_ranks, rank_values
from geo.need.strand_months import check_types, lay_out_strands, recent_months
from service.build.analysis import Findings
from service.build.comparisons import compare_need
from service.build.need_inputs import Basis
from service.build.reference_data import Reference
from service.build.statistics_options import need_index
from service.settings import Settings


@dataclass(frozen=True)
class Need:
    """The findings with their ranking filled in, and every table about need by its name."""

    findings: Findings
    tables: dict[str, pd.DataFrame]
    basis: Basis


def assess_need(
    reference: Reference,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    findings: Findings,
    settings: Settings,
) -> Need:
    """Fill in how sure ranks are, and work out the tables about need.

    Parameters
    ----------
    reference : Reference
        Areas, units and deprivation.
    area_months, crime_types : DataFrame
        As the tables of the same names.
    findings : Findings
        Complete months, measures and ranking.
    settings : Settings
        The configuration.

    Raises
    ------
    ConfigurationRefused
        A police-generated type, or one with a second harm weight, is not known.
    """
    check_types(settings.need.police_generated, crime_types)
    check_types(settings.harm.beside.weights if settings.harm.beside else (), crime_types)
    months = pd.DatetimeIndex(findings.months)
    strands = lay_out_strands(area_months, crime_types, area_codes=reference.areas.index, months=months)
    ranked = findings.ranking.index[findings.ranking["assessable"]]
    basis = Basis(reference, findings, settings, need_index(settings), strands, strands.noise(), ranked)
    intervals, sensitivity = _robust(basis)
    ranking = findings.ranking.drop(columns=["rank_low", "rank_high"]).join(
        [intervals, _feedback(basis), _harm_beside(basis)]
    )
    return Need(replace(findings, ranking=ranking), {"rank_sensitivity": sensitivity, **compare_need(basis)}, basis)


def _robust(basis: Basis) -> tuple[pd.DataFrame, pd.DataFrame]:
    name, recent = recent_months(basis.strands.months)
    divisor = basis.divisor()
    windows = {
        "all complete months": Window(basis.values(), divisor),
        name: Window(basis.values(recent), divisor),
    }
    chosen = basis.settings
    robust = robust_ranks(windows, basis.index, basis.noise, draws=chosen.need.rank_draws, seed=chosen.analysis.seed)
    stored = {"draws": chosen.need.rank_draws, "seed": chosen.analysis.seed}
    table = pd.concat([robust.sensitivity.assign(in_interval=True), _other_choices(basis)], ignore_index=True)
    table = table.sort_values("mean_rank_change", ascending=False, kind="stable", ignore_index=True)
    return robust.intervals, table.assign(**stored)


def _other_choices(basis: Basis) -> pd.DataFrame:
    """Choices that the intervals leave out, because they ask another question: rates, crime domain, feedback, harm."""
    values, areas = basis.values(), basis.reference.areas.loc[basis.ranked]
    counts = basis.strands.add_up().loc[basis.ranked, list(COUNTED)]
    changed = {
        ("deprivation", "with its crime domain"): values.assign(
            deprivation=basis.reference.deprivation["imd_score"].loc[basis.ranked]
        ),
        ("police-generated crime", "left out"): basis.values(leave_out=basis.settings.need.police_generated),
    }
    beside = basis.settings.harm.beside
    if beside:
        changed["harm weights", beside.edition] = values.assign(harm=basis.harm_beside() / basis.divisor())
    for per, column in DENOMINATORS.items():
        divisor = areas[column].astype(float) if column else pd.Series(1.0, index=basis.ranked)
        if per != basis.index.per and (divisor > 0).all():
            changed["counts or rates", f"per {per}"] = values.assign(**counts.div(divisor, axis=0))
    ranks = rank_values(values, basis.index)
    rows = [
        (*name, *compare_ranks(rank_values(strands, basis.index), ranks))
        for name, strands in changed.items()
        if strands.notna().all(axis=None)
    ]
    columns = ["choice", "alternative", "mean_rank_change", "top_5_percent_kept"]
    return pd.DataFrame(rows, columns=columns).assign(in_interval=False)


def _harm_beside(basis: Basis) -> pd.DataFrame:
    """Harm by the second set of weights and the rank that it gives; no columns where none is configured."""
    if basis.settings.harm.beside is None:
        return pd.DataFrame(index=basis.ranked)
    harm = basis.harm_beside()
    ranks = rank_values(basis.values().assign(harm=harm / basis.divisor()), basis.index)
    return pd.DataFrame({"harm_beside": harm, "rank_with_harm_beside": ranks})


def _feedback(basis: Basis) -> pd.DataFrame:
    generated = basis.settings.need.police_generated
    crime = basis.strands.monthly("crime").sum(axis=1)[basis.ranked]
    others = basis.strands.monthly("crime", leave_out=generated).sum(axis=1)[basis.ranked]
    without = basis.values(leave_out=generated)
    return audit_feedback(basis.values(), without, crime, crime - others, basis.index)
