"""A copy for others: what it publishes is attacked, and gives no small count away."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
import scipy.sparse as sparse
from docx import Document
from scipy.optimize import linprog

from geo.areas.neighbours import build_neighbours
from geo.candidates.delineate import Candidates
from geo.candidates.options import CandidateOptions
from geo.exceptions import NotAllowed, NothingFound
from geo.measures import suppression
from geo.need.need_index import NeedIndex
from queries.published.store import open_published
from queries.store.connection import read_frame
from queries.workspace.generations import Workspace
from service.actions.export import export_workspace
from service.actions.query import run_query
from service.build import analyse_force, pipeline
from service.build.analysis import ALL_CRIME, Findings
from service.build.load import read_area_months
from service.build.reference_data import read_reference
from service.build.results import Results
from service.build.suppressed_copy import suppress_results
from service.build.suppressed_store import PUBLISHED_TABLES, refuse_mixing
from service.settings import read_settings
from service.settings.shareable import Shareable

SAMPLE = Path(__file__).parents[3] / "data_samples" / "sample.toml"
LEAST, SLACK = 10, 2
ATTACKED = 160  # areas, those with the fewest suppressed counts: there each is hidden least


@pytest.fixture(scope="module")
def full(sample):
    """What the full counts gave, as the analysis would hand it on."""
    settings = read_settings(SAMPLE).for_build(shareable=True)
    reference = read_reference(settings, SAMPLE.parent)
    table = lambda name: read_frame(sample, f"FROM {name}")  # noqa: E731
    by_area = lambda name: table(name).set_index("area_code").loc[reference.areas.index]  # noqa: E731
    coverage = table("month_coverage")
    findings = Findings(
        coverage,
        tuple(coverage.loc[coverage["complete"], "month"].drop_duplicates().sort_values()),
        build_neighbours(reference.areas),
        by_area("area_measures"),
        table("hotspots"),
        by_area("ranking"),
        NeedIndex(),
    )
    options = CandidateOptions(**{name: table(name) for name in CandidateOptions.__dataclass_fields__})
    candidates = Candidates(table("candidates"), table("candidate_areas"), table("candidate_units"), options)
    return reference, table("crime_types"), Results(read_area_months(sample), findings, candidates), settings


def unpacked(names):
    found, before = [], ""
    for part in names.split("|"):
        before = before[: int(part[0], 36)] + part[1:]
        found.append(before)
    return found


def areas_in_class(layer, code):
    """Positions of the areas that a page draws in a class which is not one of values; see ``pack_steps``."""
    if "steps" in layer:
        return [at for at, one in enumerate(layer["steps"]) if one == code]
    return layer.get("others", {}).get(code, [])


def suppress(reference, crime_types, results, settings):
    """By the choices of a configuration, as the pipeline does."""
    least, demand = settings.shareable.least_count, settings.demand_words().name.lower()
    return suppress_results(
        reference, crime_types, results, settings.area_choices(), least_count=least, demand_name=demand
    )


@pytest.fixture(scope="module")
def shared_copy(full):
    return suppress(*full)


@pytest.fixture(scope="module")
def shared(full, shared_copy, made_once):
    """A workspace built for others; the analysis of the full counts is taken from the plain build."""
    folder, _ = made_once("shared", lambda folder: build_shared(folder / "out", full, shared_copy))
    return Workspace(folder / "out")


def build_shared(out, full, shared_copy):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(analyse_force, "analyse_areas", lambda *_: full[2].findings)
        patched.setattr(analyse_force, "delineate", lambda *_, **__: full[2].candidates)
        patched.setattr(pipeline, "suppress_results", lambda *_, **__: shared_copy)
        pipeline.build(SAMPLE, out=out, now=datetime(2026, 11, 20, 9, 0, tzinfo=UTC), shareable=True)


@pytest.fixture(scope="module")
def truth(full):
    """The full counts, areas down and types across."""
    results = full[2]
    counted = results.area_months[results.area_months["month"].isin(results.findings.months)]
    table = counted.pivot_table(index="area_code", columns="crime_type", values="incident_count", aggfunc="sum")
    return table.reindex(results.findings.measures.index).fillna(0).astype(int)


def attack(cells: pd.DataFrame, totals: pd.Series, types: pd.Series, *, slack: int = SLACK) -> pd.DataFrame:
    """Which suppressed counts can be 0 and can be 9 given all that is known, by linear programmes.

    Whoever attacks also knows the exact total of each type in all these areas, as from national statistics. Each solution is a
    set of counts that would give the same publication, and shows at once for many counts what they can be: those it
    leaves open are asked for again, until nothing new comes.
    """
    known, rows = cells.notna().to_numpy(), np.flatnonzero(totals.notna())
    figures, (height, width) = np.nan_to_num(cells.to_numpy()), cells.shape
    highest = np.where(_holds_a_large_one(cells, totals, slack), 1e6, LEAST - 1.0)[:, None]
    low = np.where(known, np.maximum(figures - slack, LEAST), 0.0)
    high = np.where(known, figures + slack, highest)
    across = sparse.kron(sparse.eye(height), np.ones((1, width)), format="csr")[rows]
    published = totals.to_numpy()[rows]
    programme = {
        "A_ub": sparse.vstack([across, -across]),
        "b_ub": np.concatenate([published + slack, -np.maximum(published - slack, LEAST)]),
        "A_eq": sparse.kron(np.ones((1, height)), sparse.eye(width)),
        "b_eq": types[cells.columns].to_numpy(),
        "bounds": np.column_stack([low.ravel(), high.ravel()]),
    }
    found = pd.DataFrame({"can_be_0": known.ravel(), "can_be_9": known.ravel()})
    for column, sign in (("can_be_0", 1.0), ("can_be_9", -1.0)):
        left = ~found[column].to_numpy()
        while left.any():
            solved = linprog(sign * left, **programme, method="highs")
            assert solved.status == 0, solved.message
            fits = left & (solved.x <= 1e-6 if sign > 0 else solved.x >= LEAST - 1 - 1e-6)
            if not fits.any():
                break
            left &= ~fits
        found[column] = ~left
    return found


def _holds_a_large_one(cells, totals, slack):
    """Areas whose suppressed counts are together more than small ones can be."""
    least_left = totals - slack - (cells + slack).sum(axis=1)
    return (least_left > cells.isna().sum(axis=1) * (LEAST - 1)).to_numpy()


def published_counts(workspace: Workspace) -> tuple[pd.DataFrame, pd.Series]:
    """What the snapshot says."""
    import duckdb

    with duckdb.connect(str(workspace.exports / "snapshot.duckdb"), read_only=True) as con:
        rows = con.execute("FROM shared_counts").df()
    table = rows.astype({"incident_count": float}).pivot_table(
        index="area_code", columns="crime_type", values="incident_count", dropna=False
    )
    return table.drop(columns=ALL_CRIME), table[ALL_CRIME]


def recorded(cells: pd.DataFrame, full) -> pd.DataFrame:
    """The types that a total is made of."""
    crimes = full[1].loc[full[1]["kind"] == "crime", "crime_type"]
    return cells[[name for name in cells if name in set(crimes)]]


def least_hidden(cells: pd.DataFrame) -> pd.DataFrame:
    """The areas in which least is suppressed."""
    return cells.loc[cells.isna().sum(axis=1).sort_values(kind="stable").index[:ATTACKED]]


def page_data(workspace: Workspace) -> list[dict]:
    """What the page of each unit has."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(workspace.site.glob("npu-*.html"))]
    return [
        json.loads(re.search(r'<script[^>]*id="page-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1]) for page in pages
    ]


def test_no_suppressed_count_can_be_narrowed_down(shared, full, truth):
    cells, totals = published_counts(shared)
    weakest = least_hidden(recorded(cells, full))
    found = attack(weakest, totals[weakest.index], truth.loc[weakest.index].sum())
    assert weakest.isna().to_numpy().sum() > 500
    assert found.all(axis=None)


def test_the_attack_succeeds_on_counts_that_are_only_blanked(truth, full, monkeypatch):
    monkeypatch.setattr(suppression, "_protect", lambda *_: None)
    monkeypatch.setattr(suppression, "_round", lambda counts: counts)
    blanked = suppression.suppress_counts(truth, list(recorded(truth, full)))
    weakest = least_hidden(recorded(blanked.cells, full))
    found = attack(weakest, blanked.totals[weakest.index], truth.loc[weakest.index].sum(), slack=0)
    assert (~found.all(axis=1)).sum() > 20


def test_other_small_counts_would_give_the_same_copy(shared_copy, full, truth):
    """Whatever is made from a copy cannot tell what the copy does not know: scores, hotspots and reasons among it."""
    reference, crime_types, results, settings = full
    counts = _with_other_small_counts(truth, recorded(truth, full).columns)
    rows = counts.melt(ignore_index=False, value_name="incident_count").reset_index()
    months = rows.assign(month=results.findings.months[0]).query("incident_count > 0")
    other = suppress(reference, crime_types, replace(results, area_months=months), settings)
    pd.testing.assert_frame_equal(shared_copy.tables["shared_counts"], other.tables["shared_counts"])
    pd.testing.assert_frame_equal(shared_copy.area_months, other.area_months)
    for name in ("measures", "hotspots", "ranking"):
        pd.testing.assert_frame_equal(getattr(shared_copy.findings, name), getattr(other.findings, name))
    pd.testing.assert_frame_equal(shared_copy.candidates.candidates, other.candidates.candidates)


def _with_other_small_counts(truth, crimes):
    """One up here and one down there, so that areas and types keep their totals; what is in no total is drawn anew."""
    changed, rng = truth.to_numpy(copy=True), np.random.default_rng(1)
    small = truth.to_numpy() < LEAST
    columns = truth.columns.get_indexer(crimes)
    for _ in range(5000):
        (one, other), (up, down) = rng.choice(len(truth), 2), rng.choice(columns, 2)
        corners = [one, one, other, other], [up, down, up, down]
        moved = changed[corners] + [1, -1, -1, 1]
        if up != down and one != other and small[corners].all() and moved.min() >= 0 and moved.max() < LEAST:
            changed[corners] = moved
    drawn = pd.DataFrame(rng.integers(0, LEAST, truth.shape), index=truth.index, columns=truth.columns)
    found = pd.DataFrame(changed, index=truth.index, columns=truth.columns)
    others = truth.columns.difference(crimes)
    found[others] = truth[others].where(truth[others] >= LEAST, drawn[others])
    assert (found[crimes] != truth[crimes]).to_numpy().sum() > 500
    return found


def test_pages_and_exports_hold_the_published_counts_and_no_others(shared):
    cells, totals = published_counts(shared)
    seen = 0
    for page in page_data(shared):
        assert page["steps"] == []
        assert page["cells"] is None
        for layer in page["layers"]:
            if layer["group"] not in ("Crime types", "Calls for service") and layer["id"] != "crime":
                continue
            published = totals if layer["id"] == "crime" else cells[layer["title"]]
            expected = published[unpacked(page["areas"]["codes"])]
            assert [None if np.isnan(count) else count for count in expected] == layer["values"], layer["title"]
            assert areas_in_class(layer, "s") == [
                at for at, count in enumerate(layer["values"]) if count is None and at not in page["areas"]["reasons"]
            ]
            seen += len(expected)
    assert seen == cells.size + totals.size
    with (shared.exports / "ranking.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["area_code"]: row["crime_count"] for row in rows} == {
        code: "" if np.isnan(count) else str(int(count)) for code, count in totals.items()
    }


def test_every_table_is_either_computed_from_published_counts_or_empty(shared):
    with shared.open_current() as con:
        tables = [
            name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        ]
        filled = {name for name in tables if con.execute(f"FROM {name} LIMIT 1").fetchone()}
        assert filled <= set(PUBLISHED_TABLES)
        noted = {name for (name,) in con.execute("SELECT table_name FROM table_notes").fetchall()}
        assert noted == set(tables) - set(PUBLISHED_TABLES)
        assert con.execute("SELECT count(sha256), count(size_bytes) FROM sources").fetchone() == (0, 0)
        assert con.execute("SELECT count(incident_count) FROM month_coverage").fetchone() == (0,)


def test_the_order_and_the_places_are_those_of_the_full_counts(shared, sample):
    with shared.open_current() as con:
        for sql in ("SELECT area_code, rank, npu_rank FROM ranking ORDER BY 1", "FROM candidate_areas ORDER BY ALL"):
            assert con.execute(sql).fetchall() == sample.execute(sql).fetchall()


def test_pages_say_what_is_not_shown(shared):
    page = (shared.site / "npu-SH.html").read_text(encoding="utf-8")
    assert "Counts under 10 are not shown" in page
    assert "not shown: under 10" in page
    assert "Counts under 10 are not shown" in (shared.exports / "ABOUT.txt").read_text(encoding="utf-8")


def test_copies_and_full_counts_keep_apart(shared, sample_build):
    refuse_mixing(shared, shareable=True)
    refuse_mixing(sample_build[0], shareable=False)
    with pytest.raises(NotAllowed, match=r"has a copy for others, .* would put full counts"):
        refuse_mixing(shared, shareable=False)
    with pytest.raises(NotAllowed, match="has full counts"):
        refuse_mixing(sample_build[0], shareable=True)


def test_the_marking_of_a_copy_is_of_the_configuration():
    settings = read_settings(SAMPLE)
    marked = settings.model_copy(update={"shareable": Shareable(marking="OFFICIAL: PARTNERS", least_count=5)})
    assert marked.for_build(shareable=True).force.marking == "OFFICIAL: PARTNERS"
    assert "Counts under 5 are not shown" in marked.for_build(shareable=True).force.cautions[0]
    plain = marked.for_build(shareable=False)
    assert plain == settings
    assert "shareable" not in plain.model_dump_json()


def test_questions_that_would_count_what_is_left_out_are_refused(shared, sample_build):
    with pytest.raises(NothingFound, match=r"monthly_counts.*area_months.*left out of a copy"):
        run_query(shared.root, "monthly_counts", {})
    with pytest.raises(NothingFound, match=r"evidence_of_candidate.*left out of a copy"):
        run_query(shared.root, "evidence_of_candidate", {})
    assert run_query(shared.root, "ranking", {})[1].rows


def test_export_asked_for_others_is_refused_where_counts_are_full(shared, sample_build, tmp_path):
    with pytest.raises(NotAllowed, match="contains full counts"):
        export_workspace(sample_build[0].root, to="csv", out=tmp_path, shareable=True)
    assert export_workspace(shared.root, to="csv", out=tmp_path, shareable=True)


def test_pictures_workbook_and_word_say_the_published_figures_and_no_others(shared, sample, tmp_path):
    with shared.open_current() as con:
        published = con.execute("SELECT candidate_id, npu_code, reason FROM candidates").fetchall()
    full = dict(sample.execute("SELECT candidate_id, reason FROM candidates").fetchall())
    kept_back = [full[one] for one, _, reason in published if full[one] != reason]
    assert len(kept_back) > 5
    export_workspace(shared.root, to="docx", out=tmp_path, shareable=True)
    summary = openpyxl.load_workbook(shared.exports / "ranking.xlsx")["Summary"]
    written = {"xlsx": " ".join(str(cell.value) for row in summary.iter_rows() for cell in row)}
    for code in {code for _, code, _ in published}:
        document = Document(tmp_path / f"briefing-{code}.docx")
        tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        written[f"{code}.docx"] = " ".join([*tables, *(one.text for one in document.paragraphs)])
        drawing = ElementTree.fromstring((shared.site / f"map-{code}.svg").read_text(encoding="utf-8"))
        written[f"{code}.svg"] = " ".join(text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
    everything = " ".join(written.values())
    assert [reason for reason in kept_back if reason in everything] == []
    for _, code, reason in published:
        assert [name for name in ("xlsx", f"{code}.docx", f"{code}.svg") if reason not in written[name]] == []


def test_a_gis_is_served_the_published_counts(shared):
    published = open_published(shared.current_file())
    with published.ask() as con:
        served = dict(con.execute("SELECT area_code, crime_count FROM areas").fetchall())
        assert con.execute("SELECT count(*) FROM incidents").fetchone() == (0,)
    _, totals = published_counts(shared)
    assert served == {code: None if np.isnan(count) else int(count) for code, count in totals.items()}
