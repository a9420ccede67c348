"""``queries run NAME``: options of its own for each query, help, completion, and an example that runs."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys

import pytest
from pyarrow import parquet

from queries.catalogue.catalogue import named_query, query_names, run_named
from service.cli import main as cli
from service.cli.sql_shell import read_options


@pytest.fixture
def command(two_generations, capsys):
    """Run a query through the command line; gives exit code, stdout, stderr."""

    def run(*args):
        where = [] if "--help" in args else ["-w", str(two_generations.root)]
        code = cli.run(["queries", "run", *args, *where])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def con(two_generations):
    with two_generations.open_current() as opened:
        two_generations.attach_previous(opened)
        yield opened


@pytest.mark.parametrize("name", query_names())
def test_help_shows_everything_and_the_example_runs(name, con, capsys):
    query = named_query(name)
    assert cli.run(["queries", "run", name, "--help"]) == 0
    said = capsys.readouterr().out
    assert [one.option for one in query.parameters if f"  {one.option} " not in said] == []
    assert [column.name for column in query.columns if f"  {column.name}" not in said] == []
    assert said.rstrip().endswith(query.example)

    words = shlex.split(query.example)
    assert words[:4] == ["impact-areas", "queries", "run", name]
    assert run_named(con, name, read_options(words[4:])).columns


def test_a_parameter_is_an_option_and_allowed_values_are_shown(command):
    _, out, _ = command("top_areas", "--help")
    assert "--strand TEXT" in out
    assert "[one of need | crime | demand" in out
    _, out, _ = command("top_areas", "--strand", "crime", "--npu", "BB", "--json")
    assert [(row["area_code"], row["measured"]) for row in json.loads(out)] == [("a3", 200), ("b3", 50)]


def test_an_option_wins_over_param(command):
    _, out, _ = command("top_areas", "--param", "npu=AA", "--npu", "BB", "--json")
    assert {row["npu_code"] for row in json.loads(out)} == {"BB"}


@pytest.mark.parametrize(
    ("args", "code", "problem", "remedy"),
    [
        (["top_arias", "--strand", "harm"], 5, "There is no named query 'top_arias'", "Did you mean 'top_areas'?"),
        (["top_areas", "--strnd", "harm"], 2, "No such option: --strnd", "--strand"),
        (["top_areas", "--strand", "hram"], 2, "'hram' is not allowed", "Did you mean 'harm'?"),
        (["top_areas", "--limit", "ten"], 2, "'ten' is not a valid integer", "limit=20"),
    ],
)
def test_a_slip_is_told_in_two_sentences(command, args, code, problem, remedy):
    ended, out, err = command(*args)
    assert (ended, out) == (code, "")
    assert problem in err.splitlines()[0]
    assert remedy in err.splitlines()[1]


def test_nothing_to_compare_with_is_said(tiny_workspace, capsys):
    assert cli.run(["queries", "run", "changed_since_last_generation", "-w", str(tiny_workspace.root)]) == 5
    assert capsys.readouterr().err.startswith("Refused: There is no generation before this one to compare with.")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("impact-areas queries run why_", {"why_ranked"}),
        ("impact-areas queries run top_areas --str", {"--strand"}),
        ("impact-areas queries run top_areas --strand de", {"demand", "deprivation"}),
        ("impact-areas queries show near", {"near_repeat_bands", "nearest_candidates"}),
    ],
)
def test_a_shell_completes(words, offered):
    count = len(words.split()) - 1
    environment = {"_IMPACT_AREAS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from service.cli.main import main; sys.argv[0] = 'impact-areas'; main()"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert set(done.stdout.split()) == offered


def test_an_answer_about_areas_becomes_a_map(command, tmp_path):
    out = tmp_path / "top.geojson"
    code, printed, err = command("top_areas", "--limit", "2", "--out", str(out))
    assert (code, printed, err) == (0, "", f"Wrote {out}\n")
    found = json.loads(out.read_text())
    assert found["generation"] == "generation-20261120T090000Z-0123abcd"
    assert [one["properties"]["place"] for one in found["features"]] == [1, 2]
    ring = found["features"][0]["geometry"]["coordinates"][0]
    assert all(-2.1 < x < -1.9 and 52.5 < y < 52.7 for x, y in ring)


def test_parquet_is_parquet(command, tmp_path):
    out = tmp_path / "top.parquet"
    command("top_areas", "--limit", "2", "--out", str(out))
    table = parquet.read_table(out)
    assert table["place"].to_pylist() == [1, 2]
    assert table.schema.metadata[b"generation"] == b"generation-20261120T090000Z-0123abcd"
