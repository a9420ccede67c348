from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from maps import Period
from maps.drawing.charts import draw_bars
from maps.geometry.outlines import encode_numbers
from maps.model.classes import find_limits
from maps.model.series import build_series, step_words, write_series
from maps.text.period import IncompleteMonth

TYPES = ("Burglary", "Vehicle crime")
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decode(text):
    """The page's own reading of a row, in plain Python."""
    found, value, shift = [], 0, 0
    for letter in text:
        digit = DIGITS.index(letter)
        value += (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found


def with_months(site, months):
    rows = [("E000", pd.Timestamp(month), kind, at + 1) for at, month in enumerate(months) for kind in TYPES]
    frame = pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])
    first, last = (pd.Timestamp(month).date() for month in (months[0], months[-1]))
    further = replace(site.further, hotspot_steps=pd.DataFrame())
    return replace(site, area_months=frame, period=Period(first, last, len(months)), further=further)


def series_of(site):
    return build_series(site, type_id=str, hotspot_id=lambda measure, crime_type: f"{measure} {crime_type}")


def test_hotspots_have_the_steps_of_the_store(site):
    classes = series_of(site).classes["count_rank All recorded crime"]
    assert classes[0] == "4-1"  # a hotspot in April, no data in May, nothing in June
    assert classes[1] == "4-x"  # no row in June


def test_numbers_are_read_back_as_they_were_written():
    rows = np.array([[0, 15, 16, 1_000], [511, 512, 40_000, 1]], dtype=float)
    assert [decode(text) for text in encode_numbers(rows)] == rows.astype(int).tolist()
    assert len(encode_numbers(np.zeros((1, 8)))[0]) == 8


def test_few_months_stay_months_and_incomplete_ones_are_gaps_at_their_date(site):
    series = series_of(site)
    assert step_words(series) == [
        ("2025-04", "April 2025"),
        ("2025-05", "May 2025", "May 2025: incomplete"),
        ("2025-06", "June 2025"),
    ]
    # 32 of each type in each month; burglary and vehicle crime are crimes, anti-social behaviour and calls are not
    assert series.layers["crime"].counts[0].tolist() == [32 + 32, 0, 32 + 32]
    # an incident of anti-social behaviour weighs 1, a call of this grade a half; a burglary 19.5 days of harm, and
    # vehicle crime is left out of harm here
    assert series.layers["demand"].counts[0].tolist() == [32 * 1 + 32 * 0.5, 0, 32 * 1 + 32 * 0.5]
    assert series.layers["harm"].counts[0].tolist() == [32 * 19.5, 0, 32 * 19.5]


def test_a_gap_has_no_average_and_does_not_count_towards_limits(site):
    series = series_of(site)
    written = write_series(series, "Burglary", np.array([0, 1]), None)
    assert written["means"][1] is None
    shown = series.layers["Burglary"].counts[site.ranking["assessable"].to_numpy(dtype=bool)][:, [0, 2]]
    assert written["limits"] == find_limits(pd.Series(shown.ravel())).limits


def test_a_quarter_is_a_gap_where_a_month_of_it_has_no_file_or_is_incomplete(site):
    months = pd.date_range("2022-01-01", periods=36, freq="MS").drop(pd.to_datetime(["2022-05-01", "2023-08-01"]))
    told = with_months(site, months.strftime("%Y-%m-%d").tolist())
    gaps = (IncompleteMonth(date(2022, 5, 1), "no file"), IncompleteMonth(date(2023, 8, 1), "Dudley"))
    series = series_of(replace(told, period=replace(told.period, incomplete_months=gaps)))
    assert series.gaps == {1: "May 2022: no file", 6: "August 2023: incomplete"}
    assert series.starts[1] == date(2022, 4, 1)
    assert step_words(series)[6] == ("2023-07", "July to September 2023", "August 2023: incomplete")
    assert series.layers["Burglary"].counts[0, [1, 6]].tolist() == [0, 0]


def test_paper_draws_a_gap_hatched_at_its_date():
    chart = draw_bars("Crime", [4, 0, 2], ["May", "June", "July"], "", gaps=[1])
    assert [bar.x for bar in chart.bars] == [round(100 / 30, 2), round(200 / 3 + 100 / 30, 2)]
    assert [(gap.x, gap.width, gap.height) for gap in chart.gaps] == [(33.33, 33.33, 30)]


def test_what_no_table_weighs_has_types_over_time_and_no_strands(site):
    bare = replace(site, further=replace(site.further, crime_types=pd.DataFrame()))
    assert {"crime", "demand", "harm"}.isdisjoint(series_of(bare).layers)


def test_whole_quarters_are_taken_where_there_are_eight(site):
    months = pd.date_range("2024-01-01", periods=26, freq="MS").strftime("%Y-%m-%d").tolist()
    series = series_of(with_months(site, months))
    assert step_words(series)[0][1] == "January to March 2024"
    # 2026 has no whole quarter yet
    assert series.starts == [date(year, month, 1) for year in (2024, 2025) for month in (1, 4, 7, 10)]
    assert series.layers["Burglary"].counts[0].tolist()[:4] == [1 + 2 + 3, 4 + 5 + 6, 7 + 8 + 9, 10 + 11 + 12]
    assert decode(series.layers["Burglary"].rows[0])[:4] == [6, 15, 24, 33]


@pytest.mark.parametrize("months", [["2024-01-01"], []])
def test_one_step_or_none_is_no_series(site, months):
    alone = site.area_months[site.area_months["month"].isin(pd.to_datetime(months))]
    assert series_of(replace(site, area_months=alone)) is None


def test_limits_are_the_same_for_every_step():
    limits = find_limits(pd.Series(range(100)))
    assert [label for _, label in limits.labels] == ["0 to 49", "50 to 79", "80 to 89", "90 to 94", "95 to 99"]
    assert not limits.many_zeros
