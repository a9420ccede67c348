"""What a decision changes in the files of a generation: at once, in one switch, and nothing of the build."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from queries.typed_sql.open_worker import register_tables
from queries.workspace.generations import Workspace
from service.actions.export import export_workspace
from service.build.redraw import redraw
from service.build.stale_exports import renew_exports
from service.http.app import create_app
from service.http.current_generation import Site
from service.register.designate import designate, end_designation, review_designation
from tests.service.register.test_take_up import Client

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
DECISION = {"by": "Supt Khan", "reason": "Board paper 12", "review": "1 May 2027", "now": NOW}
SAID = "Impact Area since 29 November 2026, decided by Supt Khan, review by 1 May 2027."
CARD = "<!--decided card AA-1--><!--/decided-->"
TITLE = "<!--decided title AA-1 %3A%20briefing--><!--/decided-->"
NAME = "<!--decided name AA-1--><!--/decided-->"


@pytest.fixture
def root(tiny_workspace, tmp_path):
    """The tiny force with three pages and a picture: one page and the picture name no place of unit AA."""
    root = Path(shutil.copytree(tiny_workspace.root, tmp_path / "ws"))
    workspace = Workspace(root)
    own = workspace.generations / workspace.current()
    for folder in ("site", "exports"):
        (own / folder).mkdir(parents=True)
    (own / "site" / "index.html").write_text(f"{workspace.current()} {CARD}", encoding="utf-8")
    (own / "site" / "npu-AA.html").write_text(f"fixed {CARD} fixed\r\n", encoding="utf-8", newline="")
    (own / "site" / "npu-BB.html").write_text("<!--decided legend BB--><!--/decided-->", encoding="utf-8")
    (own / "site" / "briefing-AA-1.html").write_text(f"{TITLE}<h1>{NAME}</h1>", encoding="utf-8")
    (own / "site" / "places.js").write_text("/*<!--decided namedscript--><!--/decided-->*/\n", encoding="utf-8")
    for name in ("candidates.csv", "impact_areas.csv"):
        (own / "exports" / name).write_text("as built", encoding="utf-8")
    (workspace.generations / "MIRRORED").unlink(missing_ok=True)
    workspace.mend()
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def own(root: Path) -> Path:
    workspace = Workspace(root)
    return workspace.generations / workspace.current()


def test_designate_review_and_exit_reach_pages_and_exports(root):
    built = tree(own(root))
    done = designate(root, ["AA-1"], name="Ash", **DECISION)
    assert "Redrawn: 3 pages, 1 sheets, 0 pictures and 2 exports" in done.lines[-2]
    page = (root / "site" / "npu-AA.html").read_bytes().decode()
    assert SAID in page
    assert page.endswith(" fixed\r\n")
    assert SAID in (root / "exports" / "candidates.csv").read_text(encoding="utf-8")
    assert "Ash" in (root / "exports" / "impact_areas.csv").read_text(encoding="utf-8")
    review_designation(root, "Ash", **{**DECISION, "review": "1 May 2028"})
    assert "review by 1 May 2028" in (root / "site" / "npu-AA.html").read_text(encoding="utf-8")
    end_designation(root, "Ash", by="Supt Khan", reason="Quiet", now=NOW)
    assert (root / "site" / "npu-AA.html").read_bytes() == built["site/npu-AA.html"]
    # what the build made is as it was, and only the last change is kept beside it
    kept = tree(own(root))
    assert {name: kept[name] for name in built} == built
    assert {name.split("/")[0] for name in set(kept) - set(built)} == {"DECIDED", "decided-3"}


def test_a_page_that_names_no_decision_is_not_written_again(root):
    before = (root / "site" / "npu-BB.html").stat().st_mtime_ns
    designate(root, ["AA-1"], name="Ash", **DECISION)
    assert not list(own(root).glob("decided-1/site/npu-BB.html"))
    assert (root / "site" / "npu-BB.html").stat().st_mtime_ns == before


def test_the_words_of_a_file_are_those_of_the_page(root):
    designate(root, ["AA-1"], name="Ash", **DECISION)
    with Workspace(root).open_current(spatial=False) as con:
        from queries.catalogue.catalogue import run_named

        (row,) = run_named(con, "candidate_details").records()
    assert row["decision"] == SAID


def test_the_service_shows_a_decision_without_a_new_build(root):
    workspace = Workspace(root)
    pages = Site(workspace, workspace.current())
    assert SAID.encode() not in pages.of(workspace.current()).by_name["npu-AA.html"].content
    designate(root, ["AA-1"], name="Ash", **DECISION)
    assert SAID.encode() in pages.of(workspace.current()).by_name["npu-AA.html"].content


def test_copies_for_people_are_mended_where_a_redraw_was_cut_short(root):
    designate(root, ["AA-1"], name="Ash", **DECISION)
    shutil.copy(own(root) / "site" / "npu-AA.html", root / "site" / "npu-AA.html")
    (root / "generations" / "MIRRORED").write_text(Workspace(root).current() + "\n", encoding="utf-8")
    Workspace(root).mend()
    assert SAID in (root / "site" / "npu-AA.html").read_text(encoding="utf-8")


def test_a_build_under_way_is_said_and_the_decision_stands(root):
    with Workspace(root).hold():
        done = designate(root, ["AA-1"], name="Ash", **DECISION)
    assert "A build is under way" in done.lines[-2]
    assert redraw(root).files
    assert SAID in (root / "site" / "npu-AA.html").read_text(encoding="utf-8")


def test_pages_of_an_earlier_version_say_what_to_run(tiny_workspace, tmp_path):
    root = Path(shutil.copytree(tiny_workspace.root, tmp_path / "old"))
    assert "build again" in designate(root, ["AA-1"], name="Ash", **DECISION).lines[-2]


def called(root: Path) -> tuple[str, ...]:
    """How the place AA-1 is called by every kind of reader: sheet, search, table, exported file."""
    sheet = (root / "site" / "briefing-AA-1.html").read_text(encoding="utf-8")
    names = (root / "site" / "places.js").read_text(encoding="utf-8")
    with Workspace(root).open_current(spatial=False) as con:
        from queries.catalogue.catalogue import run_named

        table = con.execute("SELECT candidate_name FROM candidates WHERE candidate_id = 'AA-1'").fetchone()
        (listed,) = [row["candidate_name"] for row in run_named(con, "candidates").records()]
    (line,) = csv.DictReader(StringIO((root / "exports" / "candidates.csv").read_text(encoding="utf-8")))
    return (
        sheet.partition("<h1>" + NAME.partition("--><")[0] + "-->")[2].partition("<")[0],
        sheet.partition("<title>")[2].partition(": briefing")[0],
        json.loads(names.partition("forceNamed = ")[2].partition(";")[0])[0][0],
        table[0],
        listed,
        line["candidate_name"],
    )


def test_the_name_of_a_decision_stands_everywhere_at_once_and_goes_with_it(root):
    redraw(root)
    with Workspace(root).open_current(spatial=False) as con:
        (built,) = con.execute("SELECT candidate_name FROM candidates").fetchone()
        comment = "SELECT comment FROM duckdb_columns() WHERE column_name = 'candidate_name' ORDER BY ALL"
        said = set(con.execute(comment).fetchall())
    designate(root, ["AA-1"], name="Ash", **DECISION)
    assert set(called(root)) == {"Ash"}
    with Workspace(root).open_current(spatial=False) as con:
        assert set(con.execute(comment).fetchall()) == said
        assert con.execute("SELECT count(*) FROM candidates").fetchone() == (1,)
    end_designation(root, "Ash", by="Supt Khan", reason="Quiet", now=NOW)
    assert not (root / "exports" / "impact_areas.csv").read_text(encoding="utf-8").startswith("Ash")
    with Workspace(root).open_current(spatial=False) as con:
        assert con.execute("SELECT candidate_name FROM candidates").fetchall() == [(built,)]


def test_typed_sql_reads_the_same_names(root):
    designate(root, ["AA-1"], name="Ash", **DECISION)
    with Workspace(root).open_current(spatial=False) as con:
        tables = {one.name: one for one in register_tables(con)}
    shadowed = tables["candidates"]
    assert [row[shadowed.columns.index("candidate_name")] for row in shadowed.rows] == ["Ash"]


def test_a_served_answer_follows_a_decision(root):
    client = Client(create_app(Workspace(root), allowed_hosts={"here"}))
    address = "/ogc/collections/candidates/items/AA-1?f=json"

    def name() -> str:
        return client.get(address).json()["properties"]["candidate_name"]

    before, page = name(), client.get("/briefing-AA-1.html").text
    assert client.get("/places.js").headers["content-type"].startswith("text/javascript")
    designate(root, ["AA-1"], name="Ash", **DECISION)
    assert (before == "Ash", name()) == (False, "Ash")
    assert ("Ash" in page, "Ash" in client.get("/briefing-AA-1.html").text) == (False, True)
    assert "Ash" in client.get("/places.js").text


@pytest.fixture
def handed_on(root):
    """Exports and sheets as a build and its user leave them."""
    own_exports = own(root) / "exports"
    for name in ("ranking.xlsx", "candidates.gpkg", "snapshot.duckdb"):
        (own_exports / name).write_text("as built", encoding="utf-8")
        shutil.copy(own_exports / name, root / "exports" / name)
    for name in ("briefing-AA.docx", "map-AA.png", "map-force.png"):
        (root / "exports" / name).write_text("as exported", encoding="utf-8")
    (root / "briefings").mkdir()
    (root / "briefings" / "handout.pdf").write_text("as printed", encoding="utf-8")
    return root


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_what_names_decisions_as_they_were_does_not_look_current(handed_on):
    done = designate(handed_on, ["AA-1"], name="Ash", **DECISION)
    assert names(handed_on / "exports") == {"candidates.csv", "impact_areas.csv", "snapshot.duckdb"}
    assert names(handed_on / "exports" / "out-of-date") == {
        *("ranking.xlsx", "candidates.gpkg", "briefing-AA.docx", "map-AA.png", "map-force.png")
    }
    assert names(handed_on / "briefings" / "out-of-date") == {"handout.pdf"}
    said = done.lines[-2]
    for run in ("export --to xlsx", "export --to gpkg", "export --to docx", "export --to png", "briefings"):
        assert f"impact-areas {run}" in said
    assert (own(handed_on) / "exports" / "ranking.xlsx").exists()  # the build's own file is as it was


def test_what_is_exported_again_is_current_and_its_old_copy_goes(handed_on):
    designate(handed_on, ["AA-1"], name="Ash", **DECISION)
    (path,) = export_workspace(handed_on, to="xlsx")
    assert path == handed_on / "exports" / "ranking.xlsx"
    assert SAID in "".join(str(row) for row in openpyxl.load_workbook(path)["Candidates"].values)
    assert "ranking.xlsx" not in names(handed_on / "exports" / "out-of-date")
    review_designation(handed_on, "Ash", **{**DECISION, "review": "1 May 2028"})
    assert not path.exists()


def test_a_redraw_without_a_decision_moves_nothing(handed_on):
    designate(handed_on, ["AA-1"], name="Ash", **DECISION)
    export_workspace(handed_on, to="gpkg")
    assert "Out of date" not in redraw(handed_on).line
    assert "candidates.gpkg" in names(handed_on / "exports")


def test_exports_as_built_do_not_come_back_where_copies_are_mended(handed_on):
    designate(handed_on, ["AA-1"], name="Ash", **DECISION)
    (handed_on / "generations" / "MIRRORED").write_text("cut short\n", encoding="utf-8")
    Workspace(handed_on).mend()
    assert names(handed_on / "exports") == {"candidates.csv", "impact_areas.csv", "snapshot.duckdb"}


def test_a_file_that_another_program_has_open_is_named(handed_on, monkeypatch):
    replace = Path.replace

    def held_open(path, target):
        if path.suffix == ".xlsx":
            raise PermissionError(13, "in use")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    line = designate(handed_on, ["AA-1"], name="Ash", **DECISION).lines[-2]
    assert "open in another program: ranking.xlsx" in line
    assert "ranking.xlsx" in names(handed_on / "exports")


def test_exports_of_a_build_are_written_again_where_somebody_decided_meanwhile(handed_on):
    designate(handed_on, ["AA-1"], name="Ash", **DECISION)
    written = renew_exports(Workspace(handed_on))
    assert {path.name for path in written} == {"ranking.xlsx", "candidates.gpkg"}
    assert SAID in "".join(str(row) for row in openpyxl.load_workbook(written[-1])["Summary"].values)
    assert names(handed_on / "exports" / "out-of-date") == {"briefing-AA.docx", "map-AA.png", "map-force.png"}
