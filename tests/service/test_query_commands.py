"""``queries run NAME``: options of its own for each query, help, completion, and an example that runs."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys

import pytest

from queries.named import named_query, query_names
from service import cli


@pytest.fixture
def command(two_generations, capsys):
    """Run a query through the command line; gives exit code, stdout, stderr."""

    def run(*args):
        where = [] if "--help" in args else ["-w", str(two_generations.root)]
        code = cli.run(["queries", "run", *args, *where])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize("name", query_names())
class TestEveryQuery:
    def test_its_example_runs(self, name, command):
        words = shlex.split(named_query(name).example)
        assert words[:4] == ["impact-areas", "queries", "run", name]
        code, out, err = command(*words[3:], "--json")
        assert (code, err) == (0, "")
        assert isinstance(json.loads(out), list)

    def test_its_help_shows_parameters_columns_and_example(self, name, command):
        code, out, err = command(name, "--help")
        query = named_query(name)
        assert (code, err) == (0, "")
        for parameter in query.parameters:
            assert f"  {parameter.option} " in out
        for column in query.columns:
            assert f"  {column.name}" in out
        assert out.rstrip().endswith(query.example)


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
        [sys.executable, "-c", "import sys; from service import cli; sys.argv[0] = 'impact-areas'; cli.main()"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert set(done.stdout.split()) == offered
