"""Dates and months in every form that is read, and in those that can mean two things."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from queries.loaders.incidents.date_forms import day_comes_first, read_moment, read_month


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("31/03/2026 14:05", datetime(2026, 3, 31, 14, 5)),
        ("31.03.2026, 2:05:09 pm", datetime(2026, 3, 31, 14, 5, 9)),
        ("31/3/2026 12:05 AM", datetime(2026, 3, 31, 0, 5)),
        ("31 March 2026 14:05", datetime(2026, 3, 31, 14, 5)),
        ("31-Mar-2026", date(2026, 3, 31)),
        ("March 31, 2026", date(2026, 3, 31)),
        ("2026/03/31 14:05", datetime(2026, 3, 31, 14, 5)),
        ("20260331", date(2026, 3, 31)),
        ("2026-03-01", date(2026, 3, 1)),
        # The clocks went forward on 29 March 2026 at 01:00 UTC, and back on 25 October.
        ("2026-03-31T13:05:00Z", datetime(2026, 3, 31, 14, 5)),
        ("2026-03-29T00:30Z", datetime(2026, 3, 29, 0, 30)),
        ("2026-03-31T14:05:00+01:00", datetime(2026, 3, 31, 14, 5)),
        ("2026-03-31T14:05:00.000+0000", datetime(2026, 3, 31, 15, 5)),
        ("2026-10-25T01:30:00Z", datetime(2026, 10, 25, 1, 30)),
        ("2026-12-31T23:30:00-01:00", datetime(2027, 1, 1, 0, 30)),
        ("2026-02-30", None),
        ("31/02/2026", None),
        ("31/03/26", None),
        ("14:05", None),
        ("31/03/2026 25:05", None),
        ("31/03/2026 13:05 pm", None),
    ],
)
def test_a_moment_is_read_by_the_clock_of_the_united_kingdom(text, moment):
    assert read_moment(text, day_first=True) == moment


@pytest.mark.parametrize(
    "text", ["Mar-26", "Mar 2026", "March 2026", "2026-Mar", "202603", "2026/03", "03/2026", "2026-03-31", "01/03/2026"]
)
def test_a_month_is_read_from_a_month_or_a_date_in_it(text):
    assert read_month(text, day_first=True) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-13", "Ma-26", "26", "Q1 2026", "13/2026", "2026-3"])
def test_what_is_no_month_is_left(text):
    assert read_month(text, day_first=True) is None


@pytest.mark.parametrize(
    ("texts", "first_of_month", "answer"),
    [
        (["03/04/2026", "31/03/2026"], False, True),
        (["03/04/2026", "03/31/2026"], False, False),
        (["03/04/2026", "05/04/2026"], False, None),
        (["31/03/2026", "03/31/2026"], False, None),
        (["01/03/2026", "01/04/2026"], True, True),
        (["03/01/2026", "04/01/2026"], True, False),
        (["01/03/2026"], True, True),
        (["01/01/2026"], True, True),
        (["2026-03-01"], True, None),
    ],
)
def test_a_whole_column_tells_the_day_from_the_month(texts, first_of_month, answer):
    assert day_comes_first(texts, first_of_month=first_of_month) is answer


def test_without_an_order_a_date_in_figures_is_not_read():
    assert read_moment("03/04/2026", day_first=None) is None
