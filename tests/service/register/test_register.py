"""Designations from a person's decision to the tables, through rebuilds, later months and new boundaries."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.exceptions import InputRefused, NotAllowed, NothingFound, Refusal, WrongUsage
from queries.register.log import RegisterLog
from queries.register.outlines import read_designation_areas, read_designations
from queries.store.connection import write_frame
from queries.workspace.generations import Workspace
from service.register.designate import designate, end_designation, review_designation
from service.register.details import show_designation, show_register
from service.register.export import export_designations
from service.register.import_ import import_designations
from tests.conftest import GENERATION, tiny_areas

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DECISION = {"by": "Supt Khan", "reason": "Board paper 12", "review": "2027-05-01", "now": NOW}


@pytest.fixture
def root(tiny_workspace, tmp_path):
    return Path(shutil.copytree(tiny_workspace.root, tmp_path / "ws"))


@pytest.fixture(scope="module")
def held(tiny_workspace, tmp_path_factory):
    """One current designation and one that has ended; for what is refused and writes nothing."""
    root = Path(shutil.copytree(tiny_workspace.root, tmp_path_factory.mktemp("held") / "ws"))
    designate(root, ["AA-1"], name="Ash", **DECISION)
    designate(root, ["b3"], name="Birch End", **DECISION)
    end_designation(root, "D2", by="Supt Khan", reason="Quiet for a year", now=NOW)
    return root


def build_again(root: Path, *, name: str, last_month: date, change) -> None:
    """A later build of the same force: what `change` does to its tables is all that is new."""
    workspace = Workspace(root)
    source = str(workspace.current_file())
    with workspace.hold():
        with workspace.staging() as con:
            con.execute(f"ATTACH '{source}' AS old (READ_ONLY)")
            con.execute("COPY FROM DATABASE old TO building")
            con.execute("DETACH old")
            con.execute("UPDATE runs SET generation = ?, period_end = ?", [name, last_month])
            change(con)
        workspace.publish(name, {"built_at": name, "period_end": last_month.isoformat()})


def rows_of(root: Path, sql: str, **options) -> list[tuple]:
    with Workspace(root).open_current(spatial=False, **options) as con:
        return con.execute(sql).fetchall()


class TestDeciding:
    def test_a_candidate_becomes_a_designation(self, root):
        done = designate(root, ["aa-1"], name=" Ash  Valley\u200b", **DECISION)
        assert done.lines[0] == "Designated D1 'Ash Valley': 2 areas, review by 1 May 2027."
        assert done.lines[1] == 'Its areas: Ash One, =HYPERLINK("x").'
        assert done.lines[2].startswith("It meets the entry rule: its mean need lies above 80 of 100 areas")
        row = done.content
        assert (row["designation_id"], row["name"], row["npu_code"]) == ("D1", "Ash Valley", "AA")
        assert (row["designated_by"], row["reason"]) == ("Supt Khan", "Board paper 12")
        assert (row["since"], row["review_date"]) == ("2026-11-20", "2027-05-01")
        assert (row["generation"], row["source"]) == (GENERATION, "candidate AA-1")
        assert (row["area_count"], row["population"]) == (2, 1500 + 1600)
        assert row["core_area_count"] == 0
        # a1 has 85, a2 has 70; of the five areas ranked only a1 lies above their mean
        assert (row["need_score"], row["standing"]) == ((85 + 70) / 2, 100 * 4 / 5)
        assert rows_of(root, "SELECT designation_id, area_code, in_generation FROM designation_areas ORDER BY ALL") == [
            ("D1", "a1", True),
            ("D1", "a2", True),
        ]

    def test_areas_alone_and_with_a_candidate(self, root):
        designate(root, ["a3"], name="One", **DECISION)
        done = designate(root, ["AA-1", "a3"], name="Two", anyway=True, **DECISION)
        assert "1 area also in D1 'One': O'Brien <b>`$." in done.lines
        assert rows_of(root, "SELECT source FROM designations ORDER BY ALL") == [("",), ("candidate AA-1",)]

    @pytest.mark.parametrize(
        ("named", "codes"),
        [
            (["ash one", "BEECH ONE"], ("a1", "b1")),
            (["Ward of a1 and Ward of a2"], ("a1", "a2")),
            (["birch"], ("a3", "b3")),
            (["BB"], ("a3", "b3")),
        ],
    )
    def test_areas_places_and_units_are_known_by_name(self, root, named, codes):
        designate(root, named, name="One", **DECISION)
        assert rows_of(root, "SELECT area_code FROM designation_areas ORDER BY 1") == [(code,) for code in codes]

    @pytest.mark.parametrize(
        ("named", "doubts"),
        [
            (
                ["a1", "a3"],
                ["its areas lie in 2 units: Alder (1), Birch (1)", "do not touch: they form 2 separate parts"],
            ),
            (["b2"], ["only 40 people live there"]),
            (["a1", "b3", "b2"], ["2 units: Alder (2), Birch (1)", "they form 3 separate parts"]),
        ],
    )
    def test_areas_that_are_hardly_one_place_are_asked_back(self, root, named, doubts):
        with pytest.raises(
            WrongUsage, match=r"Is this meant to be one place.*Repeat with --anyway if it is"
        ) as refused:
            designate(root, named, name="One", **DECISION)
        assert all(doubt in str(refused.value) for doubt in doubts)
        assert not (root / "register.jsonl").exists()
        assert designate(root, named, name="One", anyway=True, **DECISION).content["designation_id"] == "D1"
        # the same of a review: it would take in what does not touch
        designate(root, ["AA-1"], name="Ash", **DECISION)
        with pytest.raises(WrongUsage, match="its areas lie in 2 units"):
            review_designation(root, "Ash", **DECISION, add=["b3"])

    @pytest.mark.parametrize("written", ["1 May 2027", "1 may 2027", " 01 May, 2027", "1 Mai 2027", "2027-05-01"])
    def test_dates_are_read_as_pages_print_them(self, root, written):
        if "Mai" in written:
            with pytest.raises(WrongUsage, match="not a date that the program can read"):
                designate(root, ["AA-1"], name="Ash", **{**DECISION, "review": written})
        else:
            designate(root, ["AA-1"], name="Ash", **{**DECISION, "review": written})
            assert rows_of(root, "SELECT review_date FROM designations") == [(date(2027, 5, 1),)]

    def test_review_and_exit_are_added_and_nothing_is_taken_away(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        before = (root / "register.jsonl").read_bytes()
        review_designation(root, "ash", by="Insp Rao", reason="Still high", review="2028-05-01", now=NOW)
        done = end_designation(root, "D1", by="Supt Khan", reason="Quiet now", now=NOW)
        assert done.content["status"] == "ended"
        assert (root / "register.jsonl").read_bytes().startswith(before)
        events = rows_of(root, "SELECT event, decided_by, reason, review_date, generation FROM designation_events")
        assert events == [
            ("designated", "Supt Khan", "Board paper 12", date(2027, 5, 1), GENERATION),
            ("reviewed", "Insp Rao", "Still high", date(2028, 5, 1), GENERATION),
            ("exited", "Supt Khan", "Quiet now", None, GENERATION),
        ]

    def test_a_review_can_change_the_areas(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        done = review_designation(root, "D1", anyway=True, **{**DECISION, "add": ["A3"], "drop": ["a1"]})
        assert done.lines[1] == "Its areas have changed: took in O'Brien <b>`$; left out Ash One."
        assert done.content["area_count"] == 2
        assert rows_of(root, "SELECT area_code FROM designation_areas ORDER BY ALL") == [("a2",), ("a3",)]
        changed = rows_of(root, "SELECT event, areas_changed FROM designation_events")
        assert changed == [("designated", ""), ("reviewed", "took in O'Brien <b>`$; left out Ash One")]

    def test_a_place_has_the_name_of_a_decision_as_long_as_it_is_that_place(self, root):
        called = "SELECT candidate_name FROM candidates"
        built = rows_of(root, called)
        designate(root, ["AA-1"], name="Ash", **DECISION)
        assert rows_of(root, called) == [("Ash",)]
        with pytest.raises(WrongUsage, match="taken by D1"):
            designate(root, ["b3"], name="ash", **DECISION)
        review_designation(root, "D1", anyway=True, **{**DECISION, "add": ["a3"], "drop": ["a1"]})
        assert rows_of(root, called) == built  # half of its areas are not more than half

    @pytest.mark.parametrize(
        ("change", "kind", "said"),
        [
            ({"add": ["a1"]}, WrongUsage, "--add names Ash One, which is in it already: D1 'Ash'"),
            ({"drop": ["a3"]}, WrongUsage, "--drop names O'Brien <b>`.*, which is not in it"),
            ({"drop": ["AA-1"]}, WrongUsage, "no area of D1 'Ash' would be left. End it"),
            ({"add": ["a9"]}, NothingFound, "no candidate and no area 'a9'"),
        ],
    )
    def test_areas_that_a_review_cannot_change(self, held, change, kind, said):
        before = (held / "register.jsonl").read_bytes()
        with pytest.raises(kind, match=said):
            review_designation(held, "D1", **DECISION, **change)
        assert (held / "register.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "kind", "said"),
        [
            ({"targets": ["AA-2"]}, NothingFound, "no candidate and no area 'AA-2'.*Did you mean 'AA-1'"),
            ({"targets": ["A11"]}, NothingFound, "'A11' in this generation.*Did you mean 'a1'"),
            ({"targets": ["AA-2", "zz"]}, InputRefused, "2 faults.*'AA-2'.*'zz'"),
            ({"targets": []}, WrongUsage, "No candidate and no area is named"),
            ({"name": "ASH"}, WrongUsage, "'ASH' is taken by D1. Add what tells them apart"),
            ({"name": "birch end"}, WrongUsage, "taken by D2, which ended on 20 November 2026"),
            ({"name": "d7"}, WrongUsage, "looks like the id of a designation"),
            ({"name": " \u200b"}, WrongUsage, "--name is empty"),
            ({"name": "x" * 121}, WrongUsage, "--name has 121 characters, and 120 are kept"),
            ({"by": ""}, WrongUsage, "--by is empty"),
            ({"reason": "\t\n"}, WrongUsage, "--reason is empty"),
            ({"review": "2026-11-20"}, WrongUsage, "review date 20 November 2026 is not after today, 20 November 2026"),
            (
                {"review": "2026-13-01"},
                WrongUsage,
                "--review is '2026-13-01', which is not a date.*Write 1 May 2027 or 2027-05-01",
            ),
        ],
    )
    def test_what_is_refused_and_writes_nothing(self, held, change, kind, said):
        before = (held / "register.jsonl").read_bytes()
        given = {"targets": ["a3"], "name": "New", **DECISION, **change}
        with pytest.raises(kind, match=f"(?s){said}"):
            designate(held, given.pop("targets"), **given)
        assert (held / "register.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        ("named", "kind", "said"),
        [
            ("D2", NotAllowed, "D2 'Birch End' ended on 20 November 2026, decided by Supt Khan"),
            ("Asch", NothingFound, "no designation 'Asch'. Did you mean 'Ash'"),
            ("D9", NothingFound, "no designation 'D9'"),
        ],
    )
    def test_what_cannot_be_ended_or_reviewed(self, held, named, kind, said):
        with pytest.raises(kind, match=said):
            end_designation(held, named, by="x", reason="y", now=NOW)
        with pytest.raises(kind, match=said):
            review_designation(held, named, **DECISION)


class TestLaterBuilds:
    @staticmethod
    def lower(con):
        con.execute("UPDATE ranking SET need_score = 5 WHERE area_code IN ('a1', 'a2')")

    def status(self, root, **options):
        return rows_of(root, "SELECT status, builds_below FROM designations", **options)[0]

    def test_low_once_drifts_low_twice_is_ready_and_a_rebuild_of_the_same_months_does_not_count(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        assert self.status(root) == ("stable", 0)
        build_again(root, name="generation-3", last_month=date(2024, 4, 1), change=self.lower)
        assert self.status(root) == ("drifting", 1)
        build_again(root, name="generation-4", last_month=date(2024, 4, 1), change=lambda con: None)
        assert self.status(root) == ("drifting", 1)
        build_again(root, name="generation-5", last_month=date(2024, 5, 1), change=lambda con: None)
        assert self.status(root) == ("ready to review", 2)
        review_designation(root, "D1", **DECISION)
        assert self.status(root) == ("drifting", 0)

    def test_a_rebuild_leaves_the_register_alone(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        before = (root / "register.jsonl").read_bytes()
        build_again(root, name="generation-2", last_month=date(2024, 2, 1), change=lambda con: None)
        assert (root / "register.jsonl").read_bytes() == before
        assert rows_of(root, "SELECT name, generation FROM designations") == [("Ash", GENERATION)]

    def test_the_review_date_is_held_against_the_day_asked(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        assert self.status(root)[0] == "stable"
        assert self.status(root, today=date(2027, 5, 1))[0] == "ready to review"

    def test_new_boundaries_are_followed_and_what_moved_is_said(self, root):
        designate(root, ["a1", "a2", "b3"], name="Ash", anyway=True, **DECISION)

        def redraw(con):
            con.execute("DELETE FROM areas WHERE area_code IN ('a1', 'b3')")
            north = tiny_areas().query("area_code == 'a1'")
            halves = [
                north.assign(area_code=code, population=population) for code, population in (("a8", 700), ("a9", 800))
            ]
            write_frame(con, "areas", gpd.GeoDataFrame(pd.concat(halves), crs=27700))
            con.execute("INSERT INTO code_changes VALUES ('a1', 'a8', 'S'), ('a1', 'a9', 'S')")

        build_again(root, name="generation-2", last_month=date(2024, 3, 1), change=redraw)
        shown = show_designation(root, "Ash", today=NOW.date()).facts
        assert (shown["area_count"], shown["lost_area_count"], shown["population"]) == (3, 1, 700 + 800 + 1600)
        assert shown["what_moved"] == "a1 split into a8 and a9; b3 is not in this generation"
        assert (shown["status"], shown["status_reason"].split(";")[0]) == (
            "drifting",
            "Areas of it that are not in this generation: 1",
        )
        members = rows_of(root, "SELECT area_code, recorded_code, change_code FROM designation_areas ORDER BY ALL")
        assert members == [("a2", "a2", ""), ("a8", "a1", "S"), ("a9", "a1", "S"), ("b3", "b3", "")]

    def test_an_edited_register_stops_every_reader_and_says_where(self, root):
        designate(root, ["AA-1"], name="Ash", **DECISION)
        text = (root / "register.jsonl").read_text(encoding="utf-8")
        (root / "register.jsonl").write_text(text.replace("Khan", "Smith"), encoding="utf-8")
        with pytest.raises(InputRefused, match="Line 1 of"):
            rows_of(root, "FROM designations")


class TestAgainstCandidates:
    def test_kept_lost_and_gained(self, root):
        designate(root, ["a2", "b1", "b3"], name="Old", anyway=True, **DECISION)
        query, result = show_register(root, "designations_against_candidates", {}, today=NOW.date())
        assert [(row[0], row[1], row[2], row[4], row[6]) for row in result.rows] == [
            ("AA", "kept", "a2", "D1", "AA-1"),
            ("AA", "loss", "b1", "D1", ""),
            ("AA", "gain", "a1", "", "AA-1"),
            ("BB", "loss", "b3", "D1", ""),
        ]
        assert query.columns[1].heading == "If proposed"

    def test_by_unit(self, root):
        designate(root, ["a2", "b1"], name="Old", **DECISION)
        _, result = show_register(root, "designations_by_npu", {}, today=NOW.date())
        assert result.rows[0] == ("AA", "Alder", 1, 1, 0, 1, 1, 1, 1600.0, 1800.0, 1500.0)
        assert result.rows[1][2:] == (0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0)

    def test_of_one_designation_with_what_the_proposals_beside_it_add(self, root):
        designate(root, ["b3"], name="Far", **DECISION)
        designate(root, ["a2"], name="Near", **DECISION)
        shown = show_designation(root, "Near", today=NOW.date())
        assert [row[1:3] for row in shown.parts["against_candidates"][1].rows] == [("kept", "a2"), ("gain", "a1")]
        assert json.dumps(shown.as_dict())


def outlines(crs: str = "EPSG:27700") -> gpd.GeoDataFrame:
    """Two present Impact Areas drawn by hand: one and a half squares, and a corner of one square."""
    drawn = [shapely.box(401_000, 301_000, 402_600, 302_000), shapely.box(403_100, 300_100, 403_200, 300_200)]
    return gpd.GeoDataFrame({"name": ["Ash", "Corner"]}, geometry=drawn, crs=27700).to_crs(crs)


class TestImport:
    @pytest.mark.parametrize(
        ("file", "crs"),
        [("p.gpkg", "EPSG:27700"), ("p.geojson", "OGC:CRS84"), ("p.shp", "EPSG:3857"), ("p.gpkg", "EPSG:4326")],
    )
    def test_outlines_of_any_kind_and_crs(self, root, tmp_path, file, crs):
        outlines(crs).to_file(tmp_path / file)
        done = import_designations(root, tmp_path / file, **DECISION, since="2019-10-01")
        members = rows_of(
            root,
            "SELECT name, since, area_code FROM designations JOIN designation_areas USING (designation_id) ORDER BY ALL",
        )
        held_from = date(2019, 10, 1)
        assert members == [("Ash", held_from, "a1"), ("Ash", held_from, "a2"), ("Corner", held_from, "b3")]
        assert done.lines[1].startswith(
            "D1 'Ash': 2 areas; they cover 100% of the outline, and 80% of them lies in it."
        )
        assert len(RegisterLog(root).read()) == 1  # a file is one line: all of it or nothing

    def test_a_list_of_areas(self, root, tmp_path):
        (tmp_path / "list.csv").write_text("Impact area,area_code\nAsh,A1\nAsh,a2\nFar,b3\n", encoding="utf-8")
        import_designations(root, tmp_path / "list.csv", name_column="Impact area", **DECISION)
        assert rows_of(root, "SELECT name, area_count FROM designations ORDER BY ALL") == [("Ash", 2), ("Far", 1)]

    def test_a_proposed_place_makes_way_for_the_name_of_an_impact_area_elsewhere(self, root, tmp_path):
        ((built,),) = rows_of(root, "SELECT candidate_name FROM candidates")
        (tmp_path / "list.csv").write_text(f"name,area_code\n{built.upper()},b3\n", encoding="utf-8")
        import_designations(root, tmp_path / "list.csv", **DECISION)
        # without a build, as the next one would call it: a1 alone has more than half of the need above the mean
        assert rows_of(root, "SELECT candidate_name FROM candidates") == [("Ward of a1",)]

    @pytest.mark.parametrize("ending", ["gpkg", "geojson", "csv"])
    def test_what_is_exported_can_be_imported_again(self, root, tmp_path, ending, tiny_workspace):
        designate(root, ["AA-1"], name="Ash <b>", **DECISION)
        designate(root, ["b3"], name="Far", **DECISION)
        designate(root, ["a3"], name="Gone", **DECISION)
        end_designation(root, "Gone", by="x", reason="y", now=NOW)
        file = tmp_path / f"out.{ending}"
        assert export_designations(root, file) == 2
        other = Path(shutil.copytree(tiny_workspace.root, tmp_path / "other"))
        import_designations(other, file, **DECISION)
        wanted = "SELECT name, list(area_code ORDER BY area_code) FROM designations JOIN designation_areas USING"
        wanted += " (designation_id) WHERE ended_on IS NULL GROUP BY 1 ORDER BY 1"
        assert rows_of(other, wanted) == rows_of(root, wanted)
        assert "OFFICIAL & TEST" in file.read_text(encoding="utf-8", errors="replace")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("name,area_code\nX,a11\n", "1 area that this generation does not know: A11.*Did you mean 'a1'"),
            ("name,area_code\nX,\n", "1 row without a name or a code .line 2"),
            ("title,area_code\nX,a1\n", "no column 'name'.*Name one of its columns with --name-column"),
            ("name\nX\n", "area_code"),
            ("name,area_code\nash,a1\n", "'ash' is taken by D1"),
        ],
    )
    def test_lists_that_are_refused_whole(self, held, tmp_path, content, said):
        (tmp_path / "list.csv").write_text(content, encoding="utf-8")
        before = (held / "register.jsonl").read_bytes()
        with pytest.raises(Refusal, match=f"(?s){said}"):
            import_designations(held, tmp_path / "list.csv", **DECISION)
        assert (held / "register.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda frame: frame.translate(90_000, 0), "Corner, New stands for no area of this force"),
            (lambda frame: frame.centroid, "not as a polygon"),
        ],
    )
    def test_outlines_that_are_refused_whole(self, held, tmp_path, change, said):
        frame = outlines()
        frame.set_geometry(change(frame.geometry)).assign(name=["New", "Corner"]).to_file(tmp_path / "p.gpkg")
        with pytest.raises(InputRefused, match=said):
            import_designations(held, tmp_path / "p.gpkg", **DECISION)

    def test_what_else_is_refused(self, held, tmp_path):
        (tmp_path / "x.txt").write_text("x")
        with pytest.raises(InputRefused, match="not a kind of file"):
            import_designations(held, tmp_path / "x.txt", **DECISION)
        with pytest.raises(InputRefused, match="There is no file"):
            import_designations(held, tmp_path / "y.gpkg", **DECISION)
        with pytest.raises(WrongUsage, match="--since is 21 November 2026, which is after today"):
            import_designations(held, tmp_path / "x.txt", since="2026-11-21", **DECISION)
        with pytest.raises(WrongUsage, match=r"Did you mean '\.gpkg'"):
            export_designations(held, tmp_path / "x.gpk")

    def test_nothing_to_export(self, root, tmp_path):
        with pytest.raises(NothingFound, match="no designation to export"):
            export_designations(root, tmp_path / "x.gpkg")


class TestForPages:
    def test_designations_with_their_outlines(self, held):
        with Workspace(held).open_current() as con:
            frame, areas = read_designations(con), read_designation_areas(con)
        assert frame.index.tolist() == ["D1"]  # what has ended is not drawn
        assert frame.crs.to_epsg() == 27700
        assert (frame.loc["D1", "name"], frame.loc["D1", "area_codes"]) == ("Ash", ("a1", "a2"))
        assert frame.geometry.area.tolist() == [2 * 1000 * 1000]
        assert areas["area_code"].tolist() == ["a1", "a2"]

    def test_none(self, tiny_workspace):
        with tiny_workspace.open_current() as con:
            frame, areas = read_designations(con), read_designation_areas(con)
        assert frame.empty
        assert areas.empty
        assert {"name", "status", "since", "review_date", "area_codes", "geometry"} <= set(frame.columns)
