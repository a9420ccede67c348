"""Build layers that compare areas: chance of a high rank next year, types of area, and similar areas."""

from __future__ import annotations

import pandas as pd

from maps.model.categories import classify_stability
from maps.model.classes import NO_DATA, NOT_ASSESSABLE, Classes
from maps.model.inputs import Site
from maps.model.layer import Layer
from maps.sentences import legends
from maps.text.phrases import number

_STEPS = "43210"


def compared_layers(site: Site) -> list[Layer]:
    """Build all comparison layers for which the store has tables."""
    return [*_stability(site), *_types(site), *_similar(site)]


def _stability(site: Site) -> list[Layer]:
    ahead = site.further.next_ranks
    if ahead.empty:
        return []
    chance = ahead.set_index("area_code")["probability_top_5_next"].reindex(site.areas.index).astype(float)
    classes, said = classify_stability(chance, site.ranking["assessable"].reindex(site.areas.index).astype(bool))
    return [Layer("stability", "Need", "Top 5% of the force next year", "", "need", classes, None, said)]


def _types(site: Site) -> list[Layer]:
    """Order types by need; beyond five they share the last colour."""
    types, members = site.further.area_types, site.further.area_type_members
    if types.empty or members.empty:
        return []
    ordered = types.sort_values("type_number")
    step = {number: _STEPS[min(at, 4)] for at, number in enumerate(ordered["type_number"])}
    names = dict(zip(ordered["type_number"], ordered["type_name"].astype(str), strict=True))
    labels = [(step[number], name) for number, name in list(names.items())[:5]]
    if len(names) > len(_STEPS):
        labels[-1] = legends.OTHER_TYPES
    of_area = members.set_index("area_code")["type_number"].reindex(site.areas.index)
    found = of_area.map(step).astype(object)
    classes = Classes(found.where(found.notna(), NO_DATA), tuple(labels), legends.TYPES)
    return [Layer("type", "Areas compared", "Types of area", "", "kind", classes, None, of_area.map(names))]


def _similar(site: Site) -> list[Layer]:
    layers = []
    found = site.further.similar_comparison
    for measure, rows in found.groupby("measure", sort=True) if len(found) else ():
        table = rows.set_index("area_code").reindex(site.areas.index)
        steps = pd.Series("1", index=table.index, dtype=object)
        steps[table["difference_low"] > 0] = "4"
        steps[table["difference_high"] < 0] = "0"
        steps[table["difference"].isna()] = NOT_ASSESSABLE
        said = table["difference"].map(_difference_words, na_action="ignore")
        dated = site.words.deprivation_edition if measure == "deprivation" else ""
        title = f"{site.words.strand_title(str(measure)).capitalize()} against similar areas"
        classes = Classes(steps, legends.SIMILAR_LABELS, legends.SIMILAR)
        layers.append(
            Layer(f"similar-{measure}", "Areas compared", title, "", "difference", classes, None, said, dated=dated)
        )
    return layers


def _difference_words(difference: float) -> str:
    return legends.similar_words(difference, number(abs(difference)))
