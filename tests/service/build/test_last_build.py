"""The sentence that says what went in differently, word by word."""

import json
from datetime import date

import pytest

from service.build.last_build import _why

FIRST = {
    "period_end": date(2026, 6, 1),
    "complete_months": 24,
    "parameters": json.dumps({"analysis": {"alpha": 0.05}, "need": {"per": "area"}, "harm": {}}),
    "files": "aa,bb",
}


def run(**changed):
    return FIRST | changed


def settings(**changed):
    return json.dumps(json.loads(FIRST["parameters"]) | changed)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (run(), "The same data and configuration went in."),
        (
            run(period_end=date(2026, 9, 1), complete_months=27, files="aa,bb,cc"),
            "Why: the data now runs to September 2026, before to June 2026.",
        ),
        (run(complete_months=23, files="aa"), "Why: 23 complete months count, before 24."),
        (run(parameters=settings(need={"per": "hectare"})), "Why: the configuration differs in [need]."),
        (
            run(parameters=settings(need={"per": "hectare"}, similar={"neighbours": 9})),
            "Why: the configuration differs in [need] and [similar].",
        ),
        (
            run(period_end=date(2026, 5, 1), parameters=settings(analysis={"alpha": 0.1})),
            "Why: the data now runs to May 2026, before to June 2026; the configuration differs in [analysis].",
        ),
        (run(files="aa,cc"), "Why: the files have other content, though they cover the same months."),
        (
            run(files="aa,cc", parameters=settings(harm={"edition": "other"})),
            "Why: the configuration differs in [harm].",
        ),
    ],
)
def test_why_it_moved(now, words):
    assert _why(FIRST, now) == words


def test_a_setting_that_is_gone_counts_as_different():
    fewer = json.dumps({"analysis": {"alpha": 0.05}, "need": {"per": "area"}})
    assert _why(FIRST, run(parameters=fewer)) == "Why: the configuration differs in [harm]."
