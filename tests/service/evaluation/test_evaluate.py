"""The verb evaluate on the sample force: its figures equal queries, and windows that cannot be compared are refused."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geo.exceptions import InputRefused, NothingFound, WrongUsage
from service.cli.main import run
from service.evaluation.evaluate import evaluate, read_window

BEFORE, AFTER = "2024-07:2025-06", "2025-07:2026-06"


@pytest.fixture(scope="module")
def place(sample_build):
    workspace, _ = sample_build
    return workspace.root


@pytest.fixture(scope="module")
def candidate(place):
    from queries.workspace.generations import Workspace

    with Workspace(place).open_current(spatial=False) as con:
        return con.execute("SELECT min(candidate_id) FROM candidates").fetchone()[0]


def test_its_counts_equal_a_query_and_its_cautions_are_printed(place, candidate):
    from queries.workspace.generations import Workspace

    found = evaluate(place, [candidate], before=BEFORE, after=AFTER)
    with Workspace(place).open_current(spatial=False) as con:
        counted = con.execute(
            """SELECT sum(incident_count) FILTER (month < '2025-07-01'),
            sum(incident_count) FILTER (month >= '2025-07-01')
            FROM area_months JOIN crime_types USING (crime_type)
            SEMI JOIN (FROM candidate_areas WHERE candidate_id = $id) USING (area_code) WHERE kind = 'crime'""",
            {"id": candidate},
        ).fetchone()
    row = found.result.by_type.loc["All recorded crime"]
    assert (row["place_before"], row["place_after"]) == counted
    assert found.result.chosen_by == "high"
    lines = found.lines()
    assert lines[0] == found.headline()
    assert sum(line.startswith("Caution") for line in lines) == 3
    assert found.located_before == pytest.approx(found.located_after, abs=0.05)
    json.dumps(found.to_dict())


def test_the_command_prints_the_headline_first(place, candidate, capsys):
    assert run(["evaluate", candidate, "--before", BEFORE, "--after", AFTER, "-w", str(place), "--quiet"]) == 0
    assert capsys.readouterr().out.startswith(("No change detected in", "Recorded crime in"))


@pytest.mark.parametrize(
    ("before", "after", "refusal", "words"),
    [
        ("2024-07:2024-12", "2025-01:2025-06", InputRefused, "same calendar months"),
        ("2024-07:2025-06", "2025-07:2025-12", InputRefused, "12 and 6 months"),
        ("2019-07:2020-06", "2020-07:2021-06", InputRefused, "complete in both"),
        ("July", "2025-07:2025-12", WrongUsage, "--before 'July'"),
        ("2025-07:2024-07", "2025-07:2025-12", WrongUsage, "is not a window"),
    ],
)
def test_windows_that_cannot_be_compared_are_refused(place, candidate, before, after, refusal, words):
    with pytest.raises(refusal, match=words):
        evaluate(place, [candidate], before=before, after=after)


def test_unknown_places_and_rules_are_refused(place, candidate):
    with pytest.raises(NothingFound, match="no candidate and no area"):
        evaluate(place, ["nowhere"], before=BEFORE, after=AFTER)
    with pytest.raises(WrongUsage, match="not a way to choose"):
        evaluate(place, [candidate], before=BEFORE, after=AFTER, chosen_by="luckily")


def test_both_ends_of_a_window_are_in_it():
    assert list(read_window("2024-11:2025-01", "--before")) == list(
        pd.date_range("2024-11-01", "2025-01-01", freq="MS")
    )
