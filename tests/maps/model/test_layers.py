from dataclasses import replace

import pandas as pd

from maps.model.layers import build_layers, count_by_type


def test_counts_leave_out_incomplete_months_and_others_outside_the_period(site):
    outside = pd.DataFrame(
        {
            "area_code": ["E000"],
            "month": [pd.Timestamp("2024-01-01")],
            "crime_type": ["Burglary"],
            "incident_count": [99],
        }
    )
    more = replace(site, area_months=pd.concat([site.area_months, outside]))
    counts = count_by_type(more)
    assert counts.loc["E000", "Burglary"] == 32 + 32
    assert counts.loc["E031", "Burglary"] == 0


def test_layers_come_in_the_order_of_the_chooser_with_distinct_ids(site):
    layers = build_layers(site)
    groups = list(dict.fromkeys(layer.group for layer in layers))
    counts = ["Need", "The four strands", "Crime types", "Calls for service"]
    assert groups == [*counts, "Hotspots", "Hotspots over time", "Areas and neighbours", "Areas compared", "Context"]
    assert len({layer.layer_id for layer in layers}) == len(layers)


def test_every_surface_has_a_layer(site):
    titles = [layer.title for layer in build_layers(site) if layer.group == "Hotspots"]
    assert titles == ["Hotspots of all recorded crime", "Hotspots of harm", "Hotspots of burglary"]


def test_the_newest_period_of_a_surface_is_shown(site):
    older = site.hotspots.assign(period_end=pd.Timestamp("2024-06-01"), hotspot_class="hotspot 99%")
    layers = build_layers(replace(site, hotspots=pd.concat([site.hotspots, older])))
    burglary = next(layer for layer in layers if layer.title == "Hotspots of burglary")
    assert burglary.classes.steps["E000"] == "1"


def test_units_compare_because_limits_come_from_the_force(site):
    need = build_layers(site)[0]
    of_unit = need.classes.steps.groupby(site.areas["npu_code"]).agg(set)
    assert "4" in of_unit["NO"]
    assert not of_unit["SO"] & set("1234")
