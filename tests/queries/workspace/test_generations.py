"""A build that fails changes nothing; one that succeeds switches everything at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources

import geopandas as gpd
import pytest
import shapely

from geo.exceptions import InputRefused, NothingFound, WorkspaceBusy
from queries.store.connection import create_tables, read_areas, table_names, write_frame
from queries.workspace.generations import Workspace, file_hash, generation_name, write_atomically


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "out")


def _create_areas(con):
    """One table, as a generation has it: what is tested here does not depend on the others."""
    con.execute((resources.files("queries.store") / "schema" / "areas.sql").read_text(encoding="utf-8"))


def _build(workspace, name, population):
    areas = gpd.GeoDataFrame(
        {"area_code": ["A1"], "population": [population]}, geometry=[shapely.box(0, 0, 100, 100)], crs=27700
    )
    with workspace.hold():
        with workspace.staging() as con:
            _create_areas(con)
            write_frame(con, "areas", areas)
            (workspace.fresh(workspace.site) / "index.html").write_text(name, encoding="utf-8")
        workspace.publish(name, {"force": "Test"})


def test_nothing_built_says_what_to_do(workspace):
    with pytest.raises(
        NothingFound, match=r"^Nothing has been built in '.*out'. Run 'impact-areas build CONFIG --out DIR' first"
    ):
        workspace.current()


def test_a_build_is_in_force_with_its_pages_and_manifest(workspace):
    _build(workspace, "first", 10.0)
    assert workspace.current() == "first"
    assert (workspace.site / "index.html").read_text() == "first"
    manifest = workspace.manifest()
    assert manifest["sha256"] == file_hash(workspace.current_file())
    assert manifest["force"] == "Test"


def test_the_crs_survives_reopening(workspace):
    _build(workspace, "first", 10.0)
    with workspace.open_current() as con:
        assert con.sql("SELECT typeof(geometry) FROM areas").fetchone() == ("GEOMETRY('EPSG:27700')",)
        areas = read_areas(con)
    assert areas.crs.to_epsg() == 27700
    assert areas.loc["A1"].geometry.area == 100 * 100


def test_a_failing_build_leaves_the_old_generation_in_force(workspace):
    _build(workspace, "first", 10.0)
    before = sorted(path.name for path in workspace.generations.iterdir())
    with pytest.raises(ZeroDivisionError), workspace.hold(), workspace.staging() as con:
        _create_areas(con)
        workspace.fresh(workspace.site)
        raise ZeroDivisionError
    assert workspace.current() == "first"
    assert sorted(path.name for path in workspace.generations.iterdir()) == before
    assert (workspace.site / "index.html").read_text() == "first"


def test_a_reader_keeps_its_generation_while_the_next_is_built(workspace):
    _build(workspace, "first", 10.0)
    with workspace.open_current() as con:
        _build(workspace, "second", 20.0)
        assert con.sql("SELECT population FROM areas").fetchone() == (10.0,)
    with workspace.open_current() as con:
        assert con.sql("SELECT population FROM areas").fetchone() == (20.0,)


def test_a_second_build_is_refused_and_names_the_holder(workspace):
    with workspace.hold(), pytest.raises(WorkspaceBusy, match=r"is in use by process \d+"), workspace.hold():
        pass


def test_a_generation_that_was_deleted_is_told(workspace):
    _build(workspace, "first", 10.0)
    workspace.current_file().unlink()
    with pytest.raises(NothingFound, match=r"CURRENT names 'first\.duckdb'"):
        workspace.open_current()


def test_names_sort_by_time():
    early = generation_name(datetime(2026, 11, 20, 9, 5, tzinfo=UTC), "ffffffffffff")
    late = generation_name(datetime(2026, 11, 20, 10, 0, tzinfo=UTC), "000000000000")
    assert early == "generation-20261120T090500Z-ffffffff"
    assert early < late


def test_atomic_writing_leaves_nothing_beside_the_file(tmp_path):
    write_atomically(tmp_path / "a.txt", "één")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "één"


def test_every_table_and_column_is_commented(workspace):
    with workspace.hold(), workspace.staging() as con:
        create_tables(con)
        tables = con.sql("SELECT table_name FROM duckdb_tables() WHERE comment IS NOT NULL").fetchall()
        bare = con.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ).fetchall()
    assert sorted(name for (name,) in tables) == table_names()
    assert bare == []


def test_a_frame_in_degrees_is_not_stored(workspace):
    degrees = gpd.GeoDataFrame({"area_code": ["A1"]}, geometry=[shapely.box(-2, 52, -1, 53)], crs=4326)
    with workspace.hold(), workspace.staging() as con:
        _create_areas(con)
        with pytest.raises(ValueError, match="not in EPSG:27700"):
            write_frame(con, "areas", degrees)


def _later(workspace, name, population):
    """As :func:`_build`, under a name that sorts and with an export."""
    with workspace.hold():
        with workspace.staging() as con:
            _create_areas(con)
            (workspace.fresh(workspace.site) / "index.html").write_text(name, encoding="utf-8")
            (workspace.fresh(workspace.exports) / "ranking.csv").write_text(name, encoding="utf-8")
        workspace.publish(name, {})


OLD, NEW = "generation-20261101T000000Z-aaaaaaaa", "generation-20261102T000000Z-bbbbbbbb"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A workspace with the old generation, and one with the new one too: made once, and copied for each test."""
    one, two = (Workspace(tmp_path_factory.mktemp("built") / "out") for _ in range(2))
    _later(one, OLD, 1.0)
    shutil.copytree(one.root, two.root)
    _later(two, NEW, 2.0)
    return one.root, two.root


@pytest.fixture
def two(built, workspace):
    shutil.copytree(built[1], workspace.root)
    return workspace


def shown(workspace):
    """What a reader finds: the current generation, its own pages, and the copies for people after mending."""
    workspace.mend()
    current = workspace.current()
    return {
        current,
        (workspace.pages_of(current) / "index.html").read_text(),
        (workspace.site / "index.html").read_text(),
        (workspace.exports / "ranking.csv").read_text(),
    }


# Publishes in each folder given, in a process of its own that is killed at the step given; 0 counts the steps.
STEPS = """
import os, signal, sys
from pathlib import Path
from queries.workspace.generations import Workspace
from tests.queries.workspace.test_generations import NEW, _later
count = wanted = 0

def tell(frame, event, function):
    global count
    named = getattr(function, "__name__", "")
    if event == "c_call" and named in ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync"):
        count += 1
        if count == wanted:
            os.kill(os.getpid(), signal.SIGKILL)

publish = Workspace.publish
def watched(self, name, manifest):
    sys.setprofile(tell)
    publish(self, name, manifest)
    sys.setprofile(None)
Workspace.publish = watched
for folder in map(Path, sys.argv[1:]):
    wanted = int(folder.name)
    child = os.fork()
    if not child:
        _later(Workspace(folder), NEW, 2.0)
        print(count, flush=True)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (-signal.SIGKILL if wanted else 0)
"""


def _publish_in(whole, folders):
    """Copy a workspace to each folder, and publish in it up to the step that the folder is named after."""
    for folder in folders:
        shutil.copytree(whole, folder)
    command = [sys.executable, "-c", STEPS, *map(str, folders)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_killed_at_any_step_of_publishing_leaves_the_old_or_the_new_and_no_mix(built, tmp_path):
    steps = int(_publish_in(built[0], [tmp_path / "0"]))
    roots = [tmp_path / str(step) for step in range(1, steps + 1, 1 + steps // 5)]
    assert _publish_in(built[0], roots) == ""
    found = [shown(Workspace(root)) for root in roots]
    _later(Workspace(roots[-1]), NEW, 2.0)  # and nothing that was left is in the way of the next build
    assert shown(Workspace(roots[-1])) == {NEW}
    assert {OLD} in found
    assert {NEW} in found
    assert all(len(one) == 1 for one in found)


class TestDamage:
    @pytest.mark.parametrize(
        "harm",
        [
            lambda content: content[: len(content) // 2],
            lambda content: b"",
            lambda content: b"\0" * len(content),
            lambda content: content + b"\0",
            lambda content: content[:8] + b"DUCX" + content[12:],
        ],
    )
    def test_a_file_that_is_not_as_written_is_called_damaged_and_the_earlier_one_offered(self, two, harm):
        path = two.current_file()
        path.write_bytes(harm(path.read_bytes()))
        with pytest.raises(InputRefused, match=f"'{NEW}' is damaged.*rollback' makes '{OLD}' the current one"):
            two.open_current()
        assert two.roll_back() == OLD
        two.open_current().close()
        assert shown(two) == {OLD}

    def test_every_flipped_bit_is_found_by_the_full_check(self, two):
        path = two.current_file()
        whole = path.read_bytes()
        assert two.check_fully(path)
        for place in range(0, len(whole), 1 + len(whole) // 20):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(InputRefused, match="damaged"):
                two.check_fully(path)

    def test_rolling_back_passes_over_what_is_damaged_and_stops_at_the_first(self, two):
        two.current_file().with_name(f"{OLD}.duckdb").write_bytes(b"gone")
        with pytest.raises(NothingFound, match="There is no whole generation before"):
            two.roll_back()
        assert two.current() == NEW
