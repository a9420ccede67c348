"""What else the counts say, table by table: frames in, frames out; every step is a pure function of ``geo``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from geo.concentration import decile_ratio, describe_each_concentration
from geo.dispersion import estimate_dispersion
from geo.emerging import EmergingRules, classify_emerging
from geo.micro_places import add_up_cells
from geo.near_repeats import near_repeats
from geo.neighbours import neighbours_frame
from geo.refusals import InputRefused, Refusal
from geo.scan import scan_clusters
from geo.snap_points import flag_snap_points
from geo.steps import add_up_steps, count_by_month, score_steps
from geo.strands import counts_assessable
from service.analysis import ALL_CRIME, MAIN_SURFACE, Findings
from service.settings import Settings

Surface = tuple[str, str]
SNAPPED_KINDS = ("police_uk_csv", "police_uk_api")
WHOLE_FORCE = ""
NEED = "deprivation_score"


@dataclass(frozen=True)
class Places:
    """Where incidents lie, as :mod:`queries.points` reads them.

    Attributes
    ----------
    points : DataFrame
        ``easting_m, northing_m, area_code, incident_count, harm_days``: recorded crime added up by point.
    dated : DataFrame
        ``kind, crime_type, easting_m, northing_m, occurred_at``: incidents with a day and a place. Never stored again.
    snapped : tuple of str
        Kinds of source in this force whose points are moved to a list.
    """

    points: pd.DataFrame
    dated: pd.DataFrame
    snapped: tuple[str, ...]


@dataclass(frozen=True)
class _Surfaces:
    """Counts by month on each surface, what each is called, and the notes that gather on the way."""

    monthly: Mapping[Surface, pd.DataFrame]
    notes: list[tuple[str, str]] = field(default_factory=list)

    def note(self, table: str, text: str) -> None:
        self.notes.append((table, text))


def measure_further(
    areas: gpd.GeoDataFrame,
    area_months: pd.DataFrame,
    crime_types: pd.DataFrame,
    places: Places,
    findings: Findings,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """Every further table of a generation, by its name; ``table_notes`` says why one is empty and what was chosen.

    Parameters
    ----------
    areas, area_months, crime_types : DataFrame
        As the tables of the same names; ``areas`` is indexed by ``area_code``.
    places : Places
        Points of incidents; empty for a force with counts only.
    findings : Findings
        Complete months, neighbours, measures and candidates.
    settings : Settings
        The configuration.
    """
    surfaces = _Surfaces(_lay_out(area_months, crime_types, areas, findings))
    clusters, cluster_areas = _scan(areas, surfaces, findings, settings)
    tables = {
        "emerging": _emerging(surfaces, findings, settings),
        "concentration": _concentration(areas, surfaces, findings),
        "micro_places": _micro_places(places, surfaces, findings, settings),
        "near_repeats": _near_repeats(places, surfaces, settings),
        "scan_clusters": clusters,
        "scan_cluster_areas": cluster_areas,
    }
    period = {"period_start": findings.months[0], "period_end": findings.months[-1]}
    notes = pd.DataFrame(surfaces.notes, columns=["table_name", "note"], dtype="str")
    return {name: frame.assign(**period) for name, frame in tables.items()} | {"table_notes": notes}


def _lay_out(
    area_months: pd.DataFrame, crime_types: pd.DataFrame, areas: pd.DataFrame, findings: Findings
) -> dict[Surface, pd.DataFrame]:
    """All recorded crime, demand and harm, then each recorded type; deprivation has no months."""
    kinds = crime_types.set_index("crime_type")
    counted = count_by_month(area_months, area_codes=areas.index, months=pd.DatetimeIndex(findings.months))
    is_crime = kinds["kind"] == "crime"
    weights = {
        ("count_rank", ALL_CRIME): is_crime.astype(float),
        ("demand_rank", "All demand"): kinds["demand_weight"].where(~is_crime, 0.0),
        ("harm_rank", ALL_CRIME): kinds["harm_days"].where(is_crime & ~kinds["police_generated"], 0.0),
    }
    nothing = pd.DataFrame(0.0, index=areas.index, columns=pd.DatetimeIndex(findings.months))
    strands = {
        surface: sum((table * weight[name] for name, table in counted.items() if weight[name] > 0), start=nothing)
        for surface, weight in weights.items()
    }
    types = {("count_rank", name): table for name, table in counted.items() if kinds.loc[name, "kind"] != "call"}
    return strands | types


def _emerging(surfaces: _Surfaces, findings: Findings, settings: Settings) -> pd.DataFrame:
    """Steps of the configured length; strands fall back on months where there are too few of them."""
    counted = counts_assessable(findings.measures)
    alpha, wanted = settings.analysis.alpha, settings.statistics.period
    rules = EmergingRules(least_steps=settings.statistics.least_steps)
    least = rules.least_steps
    found, left_out = [], []
    for (measure, crime_type), monthly in surfaces.monthly.items():
        is_strand = measure != "count_rank" or crime_type == ALL_CRIME
        if not (is_strand or settings.statistics.emerging_types):
            continue
        by_step = {step: add_up_steps(monthly[counted], step=step) for step in (wanted, "month")[: 1 + is_strand]}
        long_enough = [step for step, counts in by_step.items() if counts.shape[1] >= least]
        if not long_enough:
            left_out.append(crime_type)
            continue
        step = long_enough[0]
        steps = score_steps(by_step[step], findings.graph, alpha=alpha)
        classes = classify_emerging(steps, step=step, alpha=alpha, rules=rules).assign(step=step)
        found.append(classes.reset_index().assign(measure=measure, crime_type=crime_type))
    emerging = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["area_code", "step"])
    if wanted == "quarter" and (emerging["step"] == "month").any():
        surfaces.note("emerging", f"Fewer than {least} complete quarters: the strands are classed by month")
    if not settings.statistics.emerging_types:
        surfaces.note("emerging", "Crime types were not asked for: set emerging_types = true in [statistics]")
    if left_out:
        surfaces.note(
            "emerging", f"Fewer than {least} complete {wanted}s, so not classed: {', '.join(dict.fromkeys(left_out))}"
        )
    return emerging


def _concentration(areas: pd.DataFrame, surfaces: _Surfaces, findings: Findings) -> pd.DataFrame:
    """The force and each unit; tenths by deprivation for the force, and for all recorded crime of each unit."""
    need = findings.measures[NEED]
    totals = pd.DataFrame({surface: monthly.sum(axis=1) for surface, monthly in surfaces.monthly.items()})
    widening = {surface: _widening(monthly) for surface, monthly in surfaces.monthly.items()}
    names = pd.MultiIndex.from_tuples(surfaces.monthly, names=["measure", "crime_type"]).to_frame(index=False)
    found = []
    for unit, codes in _units(areas):
        asked = list(surfaces.monthly) if unit == WHOLE_FORCE else [MAIN_SURFACE]
        tenths = [_tenths(totals[one].loc[codes], need[codes], widening[one]) for one in asked]
        rows = describe_each_concentration(totals.loc[codes]).join(names)
        rows = rows.join(pd.concat(tenths, keys=range(len(tenths))).droplevel(1))
        found.append(rows.assign(npu_code=unit))
    return pd.concat(found, ignore_index=True).assign(place_kind="area", need_measure=NEED)


def _units(areas: pd.DataFrame) -> Iterator[tuple[str, pd.Index]]:
    yield WHOLE_FORCE, areas.index
    for unit, members in areas.groupby("npu_code"):
        yield str(unit), members.index


def _widening(monthly: pd.DataFrame) -> float | None:
    """Dispersion of a surface, None where it has too few incidents to say."""
    try:
        return estimate_dispersion(monthly).widening
    except InputRefused:
        return None


def _tenths(counts: pd.Series, need: pd.Series, dispersion: float | None) -> pd.DataFrame:
    """The ratio of the tenths; nothing where there are too few areas or incidents for it."""
    if dispersion is None:
        return pd.DataFrame(index=[0])
    try:
        return decile_ratio(counts, need, dispersion=dispersion)
    except InputRefused:
        return pd.DataFrame(index=[0])


def _micro_places(places: Places, surfaces: _Surfaces, findings: Findings, settings: Settings) -> pd.DataFrame:
    """Cells inside each candidate with at least the least number of incidents, so that none shows a single one."""
    if places.points.empty:
        surfaces.note("micro_places", "The sources give counts by area and no points")
        return pd.DataFrame()
    chosen, points = settings.statistics, places.points
    at, sums = ["easting_m", "northing_m"], ["incident_count", "harm_days"]
    whole = points.groupby(at, as_index=False)[sums].sum()  # a spike is told from all of the force's points
    flags = whole[at].assign(snap_point=flag_snap_points(whole)["snap_point"])
    inside = points.merge(findings.candidates.candidate_areas, on="area_code")
    inside = inside.groupby(["candidate_id", *at], as_index=False)[sums].sum().merge(flags, on=at)
    cells = [
        add_up_cells(own, shape=chosen.cell_shape, size_m=chosen.cell_m).assign(within=candidate)
        for candidate, own in inside.groupby("candidate_id")
    ]
    if not cells:
        return pd.DataFrame()
    found = pd.concat(cells, ignore_index=True).assign(crime_type=ALL_CRIME)
    surfaces.note(
        "micro_places",
        f"Cells of {chosen.cell_m:g} m with fewer than {chosen.least_incidents} incidents are left out: "
        f"{int((found['incident_count'] < chosen.least_incidents).sum())} of {len(found)}",
    )
    kept: pd.DataFrame = found[found["incident_count"] >= chosen.least_incidents]
    return kept


def _near_repeats(places: Places, surfaces: _Surfaces, settings: Settings) -> pd.DataFrame:
    """Each type of a source with days and places of its own; what is refused leaves its reason."""
    for kind in places.snapped:
        surfaces.note("near_repeats", f"{kind}: points are snapped to a list, so near repeats would only find the list")
    if places.dated.empty and not places.snapped:
        surfaces.note("near_repeats", "The sources give counts by area and no points")
    found, draws = [], settings.statistics.near_repeat_draws
    if not draws and len(places.dated):
        surfaces.note("near_repeats", "Not asked for: set near_repeat_draws in [statistics], 99 or more")
        return pd.DataFrame()
    for crime_type, incidents in places.dated.groupby("crime_type"):
        try:
            knox = near_repeats(incidents, points_snapped=False, draws=draws, seed=settings.analysis.seed)
        except Refusal as refusal:
            surfaces.note("near_repeats", f"{crime_type}: {refusal.problem}")
        else:
            found.append(knox.assign(crime_type=crime_type))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _scan(
    areas: pd.DataFrame, surfaces: _Surfaces, findings: Findings, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Windows of all recorded crime against residents; context only, and left out with no draws."""
    monthly, draws = surfaces.monthly[("count_rank", ALL_CRIME)], settings.statistics.scan_draws
    phi = _widening(monthly) if draws else None
    if phi is None:
        reason = "Too few incidents" if draws else "Not asked for: set scan_draws in [statistics], 99 or more"
        surfaces.note("scan_clusters", reason)
        return pd.DataFrame(), pd.DataFrame()
    inside = areas.geometry.representative_point()
    at_risk = areas["population"].fillna(0.0)
    frame = pd.DataFrame(
        {"incident_count": monthly.sum(axis=1), "at_risk": at_risk, "easting_m": inside.x, "northing_m": inside.y}
    )[at_risk > 0]
    neighbours = neighbours_frame(findings.graph, method="")
    scan = scan_clusters(frame, neighbours, dispersion=phi, draws=draws, seed=settings.analysis.seed)
    surfaces.note("scan_clusters", f"{draws} draws, so no p-value below {1 / (draws + 1):.2g}; residents are at risk")
    return scan.clusters.assign(crime_type=ALL_CRIME, at_risk_measure="population"), scan.areas.assign(
        crime_type=ALL_CRIME
    )
