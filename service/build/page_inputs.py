"""Turn results into the words and frames of the pages."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

import duckdb
import pandas as pd

from geo.measures.completeness import absent_months
from geo.measures.other_measures import OTHER_MEASURES
from maps.model.evidence_inputs import Evidence
from maps.model.inputs import BuildChanges, OptionalFrames, PageTable, Site, Words
from maps.text.period import NO_FILE, IncompleteMonth, Period, RowAccount
from queries.register.outlines import read_page_designations
from queries.store.about import About
from queries.store.connection import read_frame, read_outlines
from service.build.analysis import Findings
from service.build.method_words import describe_choices, describe_method
from service.build.reference_data import Reference
from service.build.results import Results
from service.settings.choices import PageChoices

NAMED = 3


def describe_site(
    con: duckdb.DuckDBPyConnection,
    about: About,
    choices: PageChoices,
    reference: Reference,
    results: Results,
    changes: BuildChanges | None,
    tables: tuple[PageTable, ...],
) -> Site:
    """Collect all inputs of the pages from one build."""
    findings, candidates, area_months = results.findings, results.candidates, results.area_months
    return Site(
        areas=reference.areas,
        npus=reference.npus,
        area_measures=findings.measures,
        ranking=findings.ranking,
        hotspots=findings.hotspots[~findings.hotspots["measure"].isin(OTHER_MEASURES)],
        candidates=candidates.candidates,
        candidate_areas=candidates.candidate_areas,
        area_months=area_months[area_months["month"].isin(findings.months)],
        words=_words(con, about, choices, reference),
        period=describe_period(findings, district_names(reference)),
        rows=RowAccount(**about.rows),
        further=replace(
            _further(con, reference, changes),
            tables=tables,
            ground_map=choices.ground_map,
        ),
    )


def _further(con: duckdb.DuckDBPyConnection, reference: Reference, changes: BuildChanges | None) -> OptionalFrames:
    """The tables that may be empty."""
    designations, designation_areas = read_page_designations(con)
    return OptionalFrames(
        crime_types=read_frame(con, "FROM crime_types ORDER BY crime_type"),
        deprivation=reference.deprivation,
        emerging=read_frame(con, "FROM emerging ORDER BY ALL"),
        hotspot_steps=read_frame(con, "FROM hotspot_steps ORDER BY ALL"),
        area_types=read_frame(con, "SELECT type_number, type_name FROM area_types ORDER BY ALL"),
        area_type_members=read_frame(con, "SELECT area_code, type_number FROM area_type_members ORDER BY ALL"),
        similar_comparison=read_frame(con, "FROM similar_comparison ORDER BY ALL"),
        area_levels=read_frame(con, "FROM area_levels"),
        next_ranks=read_frame(con, "FROM next_ranks"),
        designations=designations,
        designation_areas=designation_areas,
        changes=changes,
        location_moves=read_frame(con, "FROM located_share_moves ORDER BY ALL"),
        peaks=_peaks(con),
        evidence=_evidence(con),
        micro_places=read_outlines(con, "micro_places"),
        context=reference.context,
        postcode_sectors=reference.postcode_sectors,
    )


def _evidence(con: duckdb.DuckDBPyConnection) -> Evidence:
    """Evidence for the candidates."""
    statements = "SELECT candidate_id, section, item, value, words FROM candidate_evidence ORDER BY candidate_id, place"
    return Evidence(
        statements=read_frame(con, statements),
        levels=read_frame(con, "SELECT candidate_id, level_class FROM candidate_levels"),
        units=read_frame(con, "FROM candidate_units ORDER BY npu_code"),
        swaps=read_frame(con, "FROM candidate_swaps ORDER BY candidate_id, swap_number"),
        alternatives=read_frame(con, "FROM candidate_alternatives ORDER BY candidate_id, alternative_number"),
        alternative_areas=read_frame(con, "FROM candidate_alternative_areas ORDER BY ALL"),
        left_out=read_frame(con, "FROM candidate_left_out ORDER BY ALL"),
    )


def _peaks(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """When incidents with a time of day come; a source that gives days only says midnight for all, and is left out."""
    return read_frame(con, (resources.files("queries.catalogue") / "pages" / "peaks.sql").read_text(encoding="utf-8"))


def _words(con: duckdb.DuckDBPyConnection, about: About, choices: PageChoices, reference: Reference) -> Words:
    demand = choices.demand
    return Words(
        force_name=about.force_name,
        marking=about.marking,
        npu_word=about.npu_word,
        team_word=about.team_word,
        teams_are_wards=reference.teams_are_wards,
        run_date=about.built_at.date(),
        generation=about.generation,
        attributions=about.attributions,
        deprivation_edition=choices.deprivation_edition,
        harm_edition=choices.harm_edition,
        residents_edition=choices.residents_edition,
        cautions=(*about.cautions, *choices.cautions, *describe_choices(choices.need)),
        place_limits=choices.place_limits,
        demand_name=demand.name,
        demand_unit=demand.unit,
        method=describe_method(
            read_frame(con, "FROM strand_influence"),
            read_frame(con, "FROM backtest"),
            read_frame(con, "FROM place_shares"),
            demand_name=demand.name,
        ),
        least_shown=choices.least_shown,
    )


def describe_period(findings: Findings, names: pd.Series) -> Period:
    """The months that count, and those left out with the districts that are missing from them.

    Parameters
    ----------
    findings : Findings
        The analysis.
    names : Series
        ``district_name`` by ``district_code``.
    """
    left_out, absent = findings.coverage[~findings.coverage["complete"]], absent_months(findings.coverage)
    return Period(
        first_month=findings.months[0].date(),
        last_month=findings.months[-1].date(),
        complete_month_count=len(findings.months),
        incomplete_months=tuple(
            IncompleteMonth(
                pd.Timestamp(str(month)).date(),
                NO_FILE
                if month in absent
                else _name_missing(rows.loc[~rows["within_bounds"], "district_code"].map(names)),
            )
            for month, rows in left_out.groupby("month")
        ),
    )


def _name_missing(districts: pd.Series) -> str:
    """Name districts as in "Dudley, Sandwell and 2 others"; empty if the month was left out by choice."""
    named = sorted(districts.dropna())
    if len(named) > NAMED:
        return f"{', '.join(named[:NAMED])} and {len(named) - NAMED} other{'s' * (len(named) - NAMED > 1)}"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def district_names(reference: Reference) -> pd.Series:
    """``district_name`` by ``district_code``."""
    names: pd.Series = reference.areas.dropna(subset="district_code").groupby("district_code")["district_name"].first()
    return names
