"""Build the layers of the map: one measure at a time, each with its title in words, its unit and its classes."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from maps.model.categories import classify_patterns, classify_quadrants
from maps.model.classes import classify, classify_deciles, classify_hotspots, mark_suppressed
from maps.model.comparison_layers import compared_layers
from maps.model.inputs import Site
from maps.model.layer import Layer, slug
from maps.model.series import complete_rows

STRANDS = ("crime", "demand", "deprivation", "harm")
_COUNTED = ("crime", "demand", "harm")
_RATED = ("crime", "demand")
_CALL = "Call for service"
_STRAND_SLUGS = ("all-recorded-crime", "demand", "deprivation", "harm")
_DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "environment")
_DOMAIN_WORDS = {"barriers": "barriers to housing and services", "environment": "living environment"}
_DEPRIVATION = "deprivation_rank"
_MEASURE_WORDS = {
    "demand_rank": "demand",
    _DEPRIVATION: "deprivation",
    "harm_rank": "harm",
}


def build_layers(site: Site) -> list[Layer]:
    """Build all layers of a force, in the order of the chooser; classes are computed over the force."""
    counts = count_by_type(site)
    return [
        *_need_layers(site),
        *_count_layers(site, counts),
        *_hotspot_layers(site),
        *_pattern_layers(site),
        *_quadrant_layers(site),
        *compared_layers(site),
        *_context_layers(site),
    ]


def count_by_type(site: Site) -> pd.DataFrame:
    """Count incidents per area (rows, all areas) and type (columns), over the complete months only.

    A combination that is not listed is zero, since only complete months are counted. In a copy for others each is
    listed once, and missing where it is suppressed.
    """
    if site.words.least_shown:
        listed = {name: rows.set_index("area_code")["incident_count"] for name, rows in _by_type(site.area_months)}
        return pd.DataFrame(listed, index=site.areas.index, dtype=float)
    table = complete_rows(site).pivot_table(
        values="incident_count", index="area_code", columns="crime_type", aggfunc="sum", fill_value=0, observed=True
    )
    return table.reindex(site.areas.index, fill_value=0).sort_index(axis="columns")


def _by_type(area_months: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(name), rows) for name, rows in area_months.groupby("crime_type", sort=True)]


def _need_layers(site: Site) -> list[Layer]:
    measures, ranking = site.area_measures, site.ranking
    assessable = ranking["assessable"].astype(bool)
    words = site.words
    demand = (words.demand_title.capitalize(), words.demand_unit)
    columns = {
        "need": (ranking["need_score"], "Need", "Overall need", "of 100"),
        "crime": (measures["crime_count"], "The four strands", "Crime", "recorded crimes"),
        "demand": (measures["demand_count"], "The four strands", *demand),
        "deprivation": (measures["deprivation_score"], "The four strands", "Deprivation", "deprivation score"),
        "harm": (measures["harm_days"], "The four strands", "Harm", "days of prison"),
    }
    least = site.words.least_shown
    return [
        Layer(
            name,
            group,
            title,
            unit,
            "need",
            mark_suppressed(
                classify(values, assessable, step=5 if least and name == "crime" else 1),
                values,
                least_shown=least if name in _COUNTED else 0,
            ),
            values.round(),
            dated=words.deprivation_edition if name == "deprivation" else "",
            rated=name in _RATED,
        )
        for name, (values, group, title, unit) in columns.items()
    ]


def _count_layers(site: Site, counts: pd.DataFrame) -> list[Layer]:
    assessable = site.ranking["assessable"].astype(bool)
    least, step = site.words.least_shown, 5 if site.words.least_shown else 1
    layers = []
    for crime_type in counts.columns:
        call = crime_type.startswith(_CALL)
        group, unit = ("Calls for service", "calls") if call else ("Crime types", "incidents")
        values = counts[crime_type].astype(float)
        classes = mark_suppressed(classify(values, assessable, step=step), values, least_shown=least)
        layers.append(Layer(type_layer_id(crime_type), group, crime_type, unit, "need", classes, values, rated=True))
    return layers


def type_layer_id(crime_type: str) -> str:
    """Return the id of the layer of a crime type."""
    return f"type-{slug(crime_type)}"


def hotspot_layer_id(measure: str, crime_type: str) -> str:
    """Return the id of the layer of hotspots of a surface."""
    return f"hotspot-{slug(_what(measure, crime_type))}"


def _hotspot_layers(site: Site) -> list[Layer]:
    layers = []
    for (measure, crime_type), rows in _surfaces(site.hotspots):
        found = rows["hotspot_class"].reindex(site.areas.index)
        layer_id, title = (
            hotspot_layer_id(measure, crime_type),
            f"Hotspots of {site.words.strand_title(_what(measure, crime_type))}",
        )
        dated = site.words.deprivation_edition if measure == _DEPRIVATION else ""
        layers.append(Layer(layer_id, "Hotspots", title, "", "hotspot", classify_hotspots(found), None, dated=dated))
    return sorted(layers, key=_hotspot_order)


def _pattern_layers(site: Site) -> list[Layer]:
    layers = []
    for (measure, crime_type), rows in _surfaces(site.further.emerging):
        found = rows["emerging_class"].reindex(site.areas.index)
        what = _what(measure, crime_type)
        classes = classify_patterns(found, str(rows["step"].iloc[0]))
        title = f"Hotspots over time: {site.words.strand_title(what)}"
        layers.append(Layer(f"pattern-{slug(what)}", "Hotspots over time", title, "", "hotspot", classes, None, found))
    return layers


def _quadrant_layers(site: Site) -> list[Layer]:
    layers = []
    for (measure, crime_type), rows in _surfaces(site.hotspots):
        what = _what(measure, crime_type)
        if slug(what) not in _STRAND_SLUGS or "quadrant" not in rows:
            continue
        classes = classify_quadrants(rows["quadrant"].reindex(site.areas.index))
        title = f"Areas and their neighbours: {site.words.strand_title(what)}"
        dated = site.words.deprivation_edition if measure == _DEPRIVATION else ""
        layers.append(
            Layer(f"quadrant-{slug(what)}", "Areas and neighbours", title, "", "quadrant", classes, None, dated=dated)
        )
    return layers


def _surfaces(table: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Return the newest rows of each surface, by ``area_code``; none of an empty table."""
    if table.empty:
        return []
    newest = table.sort_values("period_end", kind="stable")
    groups = newest.groupby(["measure", "crime_type"], sort=False, observed=True)
    return [
        (cast("tuple[str, str]", surface), rows[rows["period_end"] == rows["period_end"].max()].set_index("area_code"))
        for surface, rows in groups
    ]


def _what(measure: str, crime_type: str) -> str:
    return _MEASURE_WORDS.get(measure, crime_type[0].lower() + crime_type[1:])


def _hotspot_order(layer: Layer) -> tuple[int, str]:
    first = [f"hotspot-{slug}" for slug in _STRAND_SLUGS]
    return (first.index(layer.layer_id) if layer.layer_id in first else len(first), layer.title)


def _context_layers(site: Site) -> list[Layer]:
    decile = site.area_measures["imd_decile"]
    residents = site.areas["population"]
    everywhere = pd.Series(np.ones(len(residents), dtype=bool), index=residents.index)
    return [
        Layer(
            "decile",
            "Context",
            "Deprivation decile",
            "decile",
            "context",
            classify_deciles(decile),
            decile,
            dated=site.words.deprivation_edition,
        ),
        *_domain_layers(site),
        Layer(
            "residents",
            "Context",
            "Residents",
            "residents",
            "context",
            classify(residents, everywhere),
            residents,
            dated=site.words.residents_edition,
        ),
    ]


def _domain_layers(site: Site) -> list[Layer]:
    found = site.further.deprivation.reindex(site.areas.index)
    domains = [(name, f"{name}_decile") for name in _DOMAINS if f"{name}_decile" in found]
    return [
        Layer(
            f"decile-{name}",
            "Context",
            f"Deprivation decile: {_DOMAIN_WORDS.get(name, name)}",
            "decile",
            "context",
            classify_deciles(found[column]),
            found[column],
            dated=site.words.deprivation_edition,
        )
        for name, column in domains
    ]
