"""Whole builds of a small force: what demand is called without calls, names that people gave, settings of need."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from geo.exceptions import ConfigurationRefused, WrongUsage
from queries.catalogue.catalogue import query_names
from queries.register.log import RegisterLog
from queries.store.connection import read_frame
from queries.workspace.generations import Workspace
from service.actions.query import run_query
from service.build import pipeline
from service.build.pipeline import build, check
from service.register.designate import designate
from tests.small_force import NOW, write_small_force

DECISION = {"by": "Supt Khan", "reason": "Board paper 12", "review": "2027-05-01", "now": NOW}
NAME = "Meeting Street"
INFLUENCE = '[need]\nweights = "influence"\ncounts = "expected"\n'


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A build without calls, with nothing set, and its configuration."""
    folder = tmp_path_factory.mktemp("small")
    config = write_small_force(folder)
    build(config, out=folder / "out", now=NOW)
    return config, folder / "out"


def frame(root: Path, sql: str):
    with Workspace(root).open_current(spatial=False) as con:
        return read_frame(con, sql)


def texts_of(out: Path) -> dict[str, str]:
    """Everything that a build leaves for people, as text by the name of its file."""
    found = {path.name: path.read_text(encoding="utf-8") for path in (out / "site").glob("*.html")}
    for path in (out / "exports").iterdir():
        if path.suffix == ".xlsx":
            rows = [
                row for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.iter_rows(values_only=True)
            ]
            found[path.name] = "\n".join(str(cell) for row in rows for cell in row if cell is not None)
        elif path.suffix == ".gpkg":
            with sqlite3.connect(path) as package:
                rows = package.execute("SELECT title, description FROM gpkg_data_columns").fetchall()
                rows += package.execute("SELECT candidate_name, reason FROM candidates").fetchall()
            found[path.name] = "\n".join(str(cell) for row in rows for cell in row)
        elif path.suffix in (".csv", ".txt"):
            found[path.name] = path.read_text(encoding="utf-8")
    return found


def unsaid(text: str) -> list[str]:
    """Where demand is named in words without what it is made of; names of columns and layers in code are no words."""
    words = re.sub(r"<(script|style)\b.*?</\1>", lambda block: _strings(block.group()), text, flags=re.DOTALL)
    words = re.sub(r"</?a\b[^>]*>", "", words)  # a link to the glossary is no distance between words
    found = [words[max(0, at.start() - 60) : at.end() + 60] for at in re.finditer(r"\b[Dd]emand\b(?![-_:])", words)]
    return [one for one in found if "anti-social behaviour" not in one.lower()]


def _strings(block: str) -> str:
    """The texts in quotes of two words and more."""
    return "\n".join(text for text in re.findall(r'"([^"\\]*)"', block) if " " in text)


class TestWithoutCalls:
    def test_no_output_speaks_of_calls_that_were_not_given(self, plain):
        for name, text in texts_of(plain[1]).items():
            if name != "methods.html":  # the method in general, the same for every force
                assert not re.search(r"incidents and calls|graded calls|calls answered", text), name

    def test_every_page_and_file_says_what_stands_in_for_demand(self, plain):
        said = texts_of(plain[1])
        assert {
            "index.html",
            "npu-AA.html",
            "briefing-AA-1.html",
            "ranking.xlsx",
            "candidates.gpkg",
            "ABOUT.txt",
        } <= set(said)
        for name, text in said.items():
            if name != "methods.html" and not name.endswith(".csv"):  # CSVs have names of columns, ABOUT.txt the words
                assert not unsaid(text), (name, unsaid(text)[:3])

    def test_the_workbook_names_it_in_headings_and_notes(self, plain):
        text = texts_of(plain[1])["ranking.xlsx"]
        assert "Demand score (0 to 100), anti-social behaviour only" in text
        assert "Anti-social behaviour (no calls are given)" in text
        assert "the demand strand is anti-social behaviour alone" in text

    @pytest.mark.parametrize(
        "name", [n for n in query_names() if n in ("ranking_details", "candidate_details", "top_areas")]
    )
    def test_a_query_describes_its_columns_so(self, plain, name):
        query, _ = run_query(plain[1], name, {})
        about = [one for one in query.columns if "demand" in f"{one.name} {one.meaning}".lower()]
        assert all("anti-social behaviour" in one.meaning for one in about)
        assert all("anti-social behaviour only" in one.heading for one in about if "demand" in one.name)

    @pytest.mark.parametrize("name", ["why_ranked", "influence", "would_it_have_worked"])
    def test_a_row_about_demand_says_so_in_its_value(self, plain, name):
        query, result = run_query(plain[1], name, {})
        column = next(at for at, one in enumerate(query.columns) if one.name in ("strand", "outcome"))
        words = {row[column] for row in result.rows}
        assert "demand" not in words
        assert "demand (anti-social behaviour only)" in words

    def test_the_comments_of_the_store_say_so(self, plain):
        comments = frame(
            plain[1], "SELECT comment FROM duckdb_columns() WHERE column_name LIKE '%demand%' AND comment IS NOT NULL"
        )["comment"]
        assert len(comments) > 5
        assert comments.str.contains("anti-social behaviour", case=False).all()
        assert not comments.str.contains("graded calls").any()


def test_with_calls_it_is_demand_and_nothing_stands_in_for_it(tmp_path):
    config = write_small_force(tmp_path, calls=True)
    build(config, out=tmp_path / "out", now=NOW)
    said = texts_of(tmp_path / "out")
    assert "Demand (weighted records)" in said["ranking.xlsx"] or "Demand count" in said["ranking.xlsx"]
    assert "anti-social behaviour only" not in "".join(said.values())
    assert frame(tmp_path / "out", "SELECT sum(demand_count) AS n FROM area_measures")["n"].item() > 0


class TestNames:
    def test_a_name_given_when_designating_stands_everywhere_on_the_next_build(self, plain, tmp_path):
        config, out = plain
        before = frame(out, "SELECT candidate_name FROM candidates WHERE candidate_id = 'AA-1'")[
            "candidate_name"
        ].item()
        root = Path(tmp_path / "out")
        build(config, out=root, now=NOW)
        designate(root, ["AA-1"], name=NAME, **DECISION)
        build(config, out=root, now=NOW.replace(hour=10))
        named = frame(root, "SELECT candidate_id, candidate_name FROM candidates ORDER BY candidate_id")
        assert named.set_index("candidate_id").loc["AA-1", "candidate_name"] == NAME
        assert before not in named["candidate_name"].to_list()
        said = texts_of(root)
        for name in (
            "index.html",
            "npu-AA.html",
            "briefing-AA-1.html",
            "ranking.xlsx",
            "candidates.gpkg",
            "candidates.csv",
        ):
            assert NAME in said[name], name
        _, rows = run_query(root, "candidates", {})
        assert NAME in [cell for row in rows.rows for cell in row]
        assert "<title>" in said["briefing-AA-1.html"]
        assert re.search(rf"<h1[^>]*>[^<]*{NAME}", said["briefing-AA-1.html"])

    def test_two_places_with_one_name_are_refused_in_two_parts(self, plain, tmp_path):
        codes = frame(plain[1], "SELECT min(area_code) AS code FROM candidate_areas GROUP BY candidate_id ORDER BY 1")
        first, second = codes["code"].iloc[[0, -1]]
        config = write_small_force(tmp_path, candidates=f'names = {{ {first} = "Old Town", {second} = "old town" }}')
        with pytest.raises(ConfigurationRefused, match="calls two places 'old town'") as told:
            build(config, out=tmp_path / "out", now=NOW)
        assert told.value.remedy == "Give each of them a name of its own in [candidates.names]"

    def test_the_name_of_a_proposed_place_is_not_given_to_other_areas(self, plain):
        taken = frame(plain[1], "SELECT candidate_name FROM candidates WHERE candidate_id = 'BB-1'")[
            "candidate_name"
        ].item()
        with pytest.raises(
            WrongUsage, match="is that of proposed place BB-1, which is not the place designated"
        ) as told:
            designate(plain[1], ["AA-1"], name=taken.upper(), **DECISION)
        assert told.value.remedy.startswith("Add what tells them apart")


class TestSettingsOfNeed:
    @pytest.fixture(scope="class")
    @staticmethod
    def weighed(tmp_path_factory):
        folder = tmp_path_factory.mktemp("weighed")
        build(write_small_force(folder, more=INFLUENCE), out=folder / "out", now=NOW)
        return folder / "out"

    def test_the_weights_for_influence_are_those_that_the_ranking_uses(self, weighed):
        influence = frame(weighed, "FROM strand_influence").set_index("strand")
        assert influence["weight"].sum() == pytest.approx(1)
        assert not (influence["weight"].round(3) == 0.25).all()
        assert influence["weight"].to_dict() == pytest.approx(influence["weight_for_influence"].to_dict(), abs=0.05)
        ranking = frame(weighed, "FROM ranking").set_index("area_code")
        for strand, weight in influence["weight"].items():
            scores = ranking[f"{strand}_score"].astype(float)
            assert (ranking[f"{strand}_contribution"] - weight * scores).abs().max() < 1e-9

    def test_expected_counts_rank_and_recorded_ones_are_what_is_shown(self, weighed, plain):
        own, recorded = (frame(root, "FROM area_measures ORDER BY area_code") for root in (weighed, plain[1]))
        assert (own["crime_count"] == recorded["crime_count"]).all()
        ranked, before = (frame(root, "FROM ranking ORDER BY area_code") for root in (weighed, plain[1]))
        assert not ranked["crime_score"].equals(before["crime_score"])
        assert (ranked["demand_score"] == before["demand_score"]).all()

    def test_pages_say_which_choices_were_made(self, weighed):
        index = texts_of(weighed)["index.html"]
        assert "influence" in index
        assert "expected" in index


def test_shares_of_places_are_stored_and_said(plain):
    shares = frame(plain[1], "FROM place_shares").set_index("chosen_by")
    inside = frame(
        plain[1],
        "SELECT sum(m.crime_count) FILTER (area_code IN (SELECT area_code FROM candidate_areas)) / sum(m.crime_count)"
        " AS share FROM area_measures AS m",
    )["share"].item()
    assert shares.loc["areas in places", "crime_share"] == pytest.approx(inside)
    index = texts_of(plain[1])["index.html"]
    assert "What places give up to be connected and shared between units" in index
    assert f"have {inside:.1%} of the recorded crime of the period" in index
    assert f"{shares.loc['highest need, as many areas', 'crime_share']:.1%}" in index


def test_a_force_of_another_region_is_told_whose_harm_weights_these_are(plain, tmp_path):
    def told(config):
        report = check(config, now=NOW)
        return [note for note in report.notes if "West Midlands" in note], "\n".join(report.lines())

    notes, lines = told(plain[0])
    assert len(notes) == 1
    assert "derived from the offences of West Midlands Police" in notes[0]
    assert "Set your own in [harm]" in lines
    assert "derived from the offences of West Midlands Police" in texts_of(plain[1])["index.html"]
    own = write_small_force(tmp_path / "own", more='[harm]\nedition = "Ours"\nweights = { Burglary = 10 }\n')
    assert told(own)[0] == []
    home = write_small_force(tmp_path / "home")
    home.write_text(home.read_text(encoding="utf-8").replace("Small Force", "West Midlands Police"), encoding="utf-8")
    assert told(home)[0] == []


def test_a_decision_recorded_while_a_build_runs_is_on_its_pages_and_in_its_exports(tmp_path, monkeypatch):
    config = write_small_force(tmp_path)
    out = tmp_path / "out"
    build(config, out=out, now=NOW)
    (place,) = frame(out, "SELECT candidate_id FROM candidates ORDER BY rank LIMIT 1")["candidate_id"]
    write, said = pipeline.write_exports, []

    def write_and_decide(*args, **options):
        written = write(*args, **options)
        said.extend(designate(out, [place], name=NAME, **DECISION).lines)
        return written

    monkeypatch.setattr(pipeline, "write_exports", write_and_decide)
    build(config, out=out, now=NOW + timedelta(hours=1))
    assert "A build is under way" in " ".join(said)
    assert len(RegisterLog(out).read()) == 1
    texts = texts_of(out)
    for name in ("index.html", "handout.html", "candidates.csv", "ranking.xlsx", "candidates.gpkg"):
        assert NAME in texts[name], name
    assert "Impact Area since" in texts["ranking.xlsx"]
    assert not (out / "exports" / "out-of-date").exists() or not list((out / "exports" / "out-of-date").iterdir())
