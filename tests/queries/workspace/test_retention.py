"""Three generations stay, and those that the exit rule looks at; purging leaves only the current one."""

from __future__ import annotations

import json

import pytest

from geo.exceptions import NotAllowed, NothingFound
from queries.workspace import free_space
from queries.workspace.generations import Workspace
from queries.workspace.retention import purge_generations, retire_generations

SECRET = b"a name that only the first build has"


def _generation(workspace, number, month):
    name = f"generation-2026{number:02d}01T000000Z-00000000"
    folder = workspace.generations / name / "site"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(SECRET if number == 1 else b"page")
    store = workspace.generations / f"{name}.duckdb"
    store.write_bytes(SECRET if number == 1 else b"rows")
    store.with_suffix(".json").write_text(json.dumps({"period_end": month}), encoding="utf-8")
    (workspace.generations / "CURRENT").write_text(f"{name}\n", encoding="utf-8")
    return name


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def _there(workspace):
    return sorted(path.stem for path in workspace.generations.glob("generation-*.duckdb"))


def test_the_three_latest_stay_whatever_month_they_are_of(workspace):
    names = [_generation(workspace, number, "2026-01-31") for number in range(1, 6)]
    removed = retire_generations(workspace, months=1)
    assert removed.generations == tuple(names[:2])
    assert removed.size_bytes > 2 * len(SECRET)
    assert _there(workspace) == names[2:]
    assert sorted(path.name for path in workspace.generations.iterdir() if path.is_dir()) == names[2:]


def test_the_latest_build_of_each_month_stays_that_the_exit_rule_looks_at(workspace):
    months = ["2025-11-30", "2025-12-31", "2025-12-31", "2026-01-31", "2026-01-31", "2026-01-31"]
    names = [_generation(workspace, number, month) for number, month in enumerate(months, start=1)]
    retire_generations(workspace, months=3)
    assert _there(workspace) == [names[0], names[2], *names[3:]]


def test_the_generation_that_somebody_went_back_to_stays(workspace):
    names = [_generation(workspace, number, "2026-01-31") for number in range(1, 6)]
    (workspace.generations / "CURRENT").write_text(f"{names[0]}\n", encoding="utf-8")
    retire_generations(workspace, months=1)
    assert _there(workspace) == [names[0], *names[2:]]


def test_purging_leaves_no_byte_of_earlier_generations(workspace):
    names = [_generation(workspace, number, "2026-01-31") for number in (1, 2)]
    assert purge_generations(workspace).generations == (names[0],)
    files = [path for path in workspace.root.rglob("*") if path.is_file()]
    assert not [path for path in files if SECRET in path.read_bytes()]
    assert _there(workspace) == names[1:]


def test_purging_where_nothing_is_built_says_so(workspace):
    with pytest.raises(NothingFound, match="Nothing has been built"):
        purge_generations(workspace)


def test_a_build_without_room_is_refused_with_both_figures(workspace, monkeypatch):
    _generation(workspace, 1, "2026-01-31")
    needed = free_space.bytes_needed(workspace)
    assert needed == int(1.3 * 3 * len(SECRET))
    usage = free_space.shutil.disk_usage(workspace.root)
    monkeypatch.setattr(free_space, "bytes_needed", lambda _: usage.total + 1_000_000)
    said = r"MB free, and a build needs about [\d,]+ MB\. Make room, remove earlier generations"
    with pytest.raises(NotAllowed, match=said):
        free_space.refuse_without_room(workspace)
