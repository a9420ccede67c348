"""The command line as its users meet it: what it prints where, and how it ends."""

from __future__ import annotations

import functools
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from typer.main import get_command

from geo.exceptions import ConfigurationRefused, InputRefused, SeveralRefused
from service.cli import main as cli
from service.cli.commands import options
from service.cli.output import MISSING
from service.errors import PROGRAM_TEXT


@pytest.fixture
def command(tiny_workspace, capsys):
    """Run a command on the tiny generation; gives exit code, stdout, stderr."""

    def run(*args: str, workspace: Path | None = None) -> tuple[int, str, str]:
        takes_workspace = args[0] in ("show", "sql", "export", "serve", "doctor") or args[:2] == ("queries", "run")
        where = ["-w", str(workspace or tiny_workspace.root)] if takes_workspace else []
        code = cli.run([*args, *where])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def every_command() -> list[tuple[str, ...]]:
    """Every verb, from the command line itself."""
    tree = get_command(cli.app)
    found: list[tuple[str, ...]] = []
    for name, verb in tree.commands.items():
        found += [(name, inner) for inner in verb.commands] if hasattr(verb, "commands") else [(name,)]
    return found


class TestEveryCommand:
    def test_the_contract_is_complete(self):
        verbs = {args[0] for args in every_command()}
        assert verbs == {
            *("demo", "init", "check", "build", "show", "sql", "queries", "export", "serve", "doctor"),
            *(
                "designate",
                "designations",
                "problems",
                "briefings",
                "what-if",
                "evaluate",
                "trial",
                "register",
                "rollback",
                "purge",
                "access",
                "audit",
            ),
        }

    @pytest.mark.parametrize("args", every_command(), ids=" ".join)
    def test_help_has_an_example_and_the_shared_options(self, args, command):
        code, out, err = command(*args, "--help")
        assert (code, err) == (0, "")
        assert f"Example: impact-areas {' '.join(args)}" in out
        for option in ("--json", "--quiet", "--debug"):
            assert option in out

    def test_summaries_are_not_cut(self, command):
        for args in ([], ["queries"], ["designations"], ["problems"], ["register"], ["trial"], ["access"], ["audit"]):
            assert "..." not in command(*args, "--help")[1].partition("Commands:")[2]


class TestHowItEnds:
    def test_without_arguments_it_says_what_it_can_do(self, capsys):
        assert cli.run([]) == 0
        assert "Commands:" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("args", "code", "problem", "remedy"),
        [
            (["shwo"], 2, "No such command 'shwo'", "Did you mean 'show'?"),
            (["show", "ranking", "--npuu", "AA"], 2, "No such option: --npuu", "Did you mean --npu?"),
            (["show", "rankin"], 2, "'rankin' is not something to show", "Did you mean 'ranking'?"),
            (["show", "runs", "--npu", "AA"], 2, "'runs' is not kept by unit", "Leave out --npu"),
            (["show", "ranking", "--npu", "ZZ"], 5, "There is no unit 'ZZ' here", "There are: AA, BB"),
            (["queries", "show", "hotspot"], 5, "There is no named query 'hotspot'", "Did you mean 'hotspots'?"),
            (["queries", "run", "ranking", "--param", "npu"], 2, "--param npu gives no value", "--param npu=BE"),
            (
                ["designate", "BE-1", "--by", "x"],
                2,
                "Missing: --name, --reason, --review",
                "'impact-areas designate --help' shows what each is",
            ),
            (["build", "missing.toml"], 3, "There is no configuration at 'missing.toml'", "impact-areas init DIR"),
            (["export", "--to", "xlxs"], 2, "There is no format 'xlxs'", "Did you mean 'xlsx'?"),
            (["serve", "--host", "0.0.0.0"], 7, "'0.0.0.0' can be reached from other machines", "Leave out --host"),
            (["sql", "SELECT 1", "--format", "cvs"], 2, "There is no format 'cvs'", "Did you mean 'csv'?"),
            (["sql", "SELECT 1", "--format", "parquet"], 2, "Parquet is not text", "--out FILE.parquet"),
            (["sql", "SELECT 1", "--out", "a.txt"], 2, "'a.txt' is a file", "Choose --format"),
        ],
    )
    def test_a_refusal_is_two_sentences(self, command, args, code, problem, remedy):
        ended, out, err = command(*args)
        first, second = err.splitlines()
        assert (ended, out) == (code, "")
        assert first.startswith("Refused: ")
        assert problem in first
        assert second.startswith("What to do: ")
        assert remedy in second

    def test_nothing_built_yet(self, command, tmp_path):
        code, _, err = command("show", "ranking", workspace=tmp_path)
        assert code == 5
        assert err.startswith("Refused: Nothing has been built in '")

    def test_several_faults_are_numbered(self, command, monkeypatch):
        faults = [InputRefused("A is wrong", "Mend A"), ConfigurationRefused("B is wrong", "Mend B")]
        _fail_with(monkeypatch, SeveralRefused(faults))
        assert command("queries", "list") == (
            4,
            "",
            "Refused: 2 faults.\n1. A is wrong.\n   What to do: Mend A.\n2. B is wrong.\n   What to do: Mend B.\n",
        )

    def test_a_fault_of_the_program_leaks_nothing(self, command, monkeypatch):
        _fail_with(monkeypatch, RuntimeError("secret row"))
        assert command("queries", "list") == (70, "", f"{PROGRAM_TEXT}\n")

    def test_debug_gives_the_traceback(self, command, monkeypatch):
        _fail_with(monkeypatch, RuntimeError("what it was"))
        code, out, err = command("queries", "list", "--debug")
        assert (code, out) == (70, "")
        assert "RuntimeError: what it was" in err

    def test_json_tells_faults_in_json(self, command):
        code, out, err = command("show", "ranking", "--npu", "ZZ", "--json")
        assert (code, out) == (5, "")
        assert json.loads(err) == {
            "exit_code": 5,
            "refused": [{"problem": "There is no unit 'ZZ' here", "remedy": "There are: AA, BB"}],
        }

    def test_a_clock_that_is_no_number_is_refused(self, command, monkeypatch):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        code, _, err = command("build", "missing.toml")
        assert code == 2
        assert err.startswith("Refused: SOURCE_DATE_EPOCH is 'yesterday'.")


def _fail_with(monkeypatch, fault):
    def fail():
        raise fault

    monkeypatch.setattr("queries.catalogue.catalogue.query_names", fail)


class TestShow:
    def test_numbers_are_set_for_reading(self, command):
        code, out, err = command("show", "ranking")
        assert (code, err) == (0, "")
        lines = [line.split() for line in out.splitlines()]
        assert [
            "1",
            "a1",
            "Ash",
            "One",
            "AA",
            *[MISSING] * 4,
            "85.0",
            "25.0",
            "22.5",
            "20.0",
            "17.5",
            "hotspot",
            "99%",
        ] in lines
        assert [MISSING, "b2", "Beech", "Two", "AA", *[MISSING] * 9, "cannot", "be", "assessed"] in lines

    def test_json_is_bare(self, command):
        _, out, _ = command("show", "ranking", "--npu", "BB", "--json")
        assert [(row["rank"], row["area_code"]) for row in json.loads(out)] == [(3, "a3"), (5, "b3")]

    def test_dates_are_words(self, command):
        assert "20 November 2026, 09:00" in command("show", "runs")[1]
        assert "January 2024" in command("show", "runs")[1]

    def test_limit(self, command):
        assert "Ash One" in command("show", "ranking", "--limit", "1")[1]
        assert "Beech" not in command("show", "ranking", "--limit", "1")[1]
        assert len(json.loads(command("show", "sources", "--limit", "1", "--json")[1])) == 1

    def test_an_empty_answer_says_so_on_stderr(self, command):
        code, out, err = command("queries", "run", "hotspots", "--param", "npu=BB")
        assert (code, out) == (0, "")
        assert err.startswith("No hotspot here in this period.")

    def test_quiet_says_nothing_but_the_result(self, command):
        assert command("queries", "run", "hotspots", "--param", "npu=BB", "--quiet") == (0, "", "")

    def test_a_long_table_is_cut_and_says_so(self, command):
        _, out, err = command("sql", "SELECT * FROM range(60) r(n)")
        assert out.split()[-1] == "49"
        assert err == "The first 50 of 60 rows. --json gives all of them.\n"
        assert len(json.loads(command("sql", "SELECT * FROM range(60)", "--json")[1])) == 60

    def test_text_that_steers_a_terminal_is_harmless(self, command):
        assert "\x1b" not in command("sql", "SELECT chr(27) || '[2J' AS text")[1]


class TestSql:
    def test_geometry_is_wkt(self, command):
        asked = "SELECT ST_Centroid(geometry) AS middle FROM areas WHERE area_code = 'a1'"
        assert json.loads(command("sql", asked, "--json")[1]) == [{"middle": "POINT (401500 301500)"}]

    def test_csv_is_safe(self, command):
        _, out, _ = command("sql", "SELECT area_name, -1 AS n FROM areas WHERE area_code = 'a2'", "--format", "csv")
        assert out == 'area_name,n\n"\'=HYPERLINK(""x"")",-1\n'

    def test_sums_stay_whole_numbers(self, command):
        asked = "SELECT sum(incident_count) AS n FROM area_months"
        assert json.loads(command("sql", asked, "--json")[1]) == [{"n": 5 + 7 + 4 + 1 + 900}]

    def test_standard_input(self, command, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 7 AS n"))
        assert command("sql", "-", "--format", "csv")[1] == "n\n7\n"

    @pytest.mark.parametrize(
        ("sql", "code", "said"),
        [
            ("DELETE FROM areas", 7, "DELETE is not allowed"),
            ("COPY areas TO 'stolen.csv'", 7, "COPY is not allowed"),
            ("CREATE TABLE x (a INT)", 7, "CREATE is not allowed"),
            ("ATTACH 'x.duckdb'", 7, "ATTACH is not allowed"),
            ("SET threads = 1", 7, "SET is not allowed"),
            ("INSTALL httpfs", 7, "is not allowed"),
            ("SELECT 1; SELECT 2", 2, "2 SQL statements were given"),
            ("  -- nothing", 2, "There is no SQL to run"),
            ("SELECT * FRM areas", 2, 'The SQL cannot be read: syntax error at or near "areas", in line 1'),
            ("SELECT * FROM area", 5, "There is no table 'area'.\nWhat to do: Did you mean 'areas'? Tables: area_lev"),
            ("SELECT rnk FROM ranking", 2, 'Nearest known: "rank"'),
            ("SELECT 'a'::INT", 2, "The SQL cannot be run: Could not convert string 'a' to INT32, in line 1"),
        ],
    )
    def test_what_cannot_be_asked(self, command, sql, code, said):
        ended, out, err = command("sql", sql)
        assert (ended, out) == (code, "")
        assert said in err

    def test_parquet_keeps_the_coordinate_system(self, command, tmp_path):
        out = tmp_path / "answer.parquet"
        code, printed, err = command("sql", "SELECT area_code, geometry FROM areas", "--out", str(out))
        assert (code, printed, err) == (0, "", f"Wrote {out}\n")
        assert gpd.read_parquet(out).crs.to_epsg() == 27700

    def test_parquet_without_outlines(self, command, tmp_path):
        command("sql", "SELECT 1 AS a, 2 AS a", "--out", str(tmp_path / "answer.parquet"))
        assert pq.read_table(tmp_path / "answer.parquet").to_pylist() == [{"a": 1, "a_2": 2}]


class TestQueries:
    def test_list_names_purpose(self, command):
        _, out, _ = command("queries", "list")
        assert "why_ranked" in out
        assert json.loads(command("queries", "list", "--json")[1])["not_assessed"].startswith("The areas that")

    def test_show_gives_the_sql(self, command):
        _, out, _ = command("queries", "show", "candidates")
        assert out.startswith("-- The places proposed")
        assert "FROM candidates" in out

    def test_run_binds_and_writes(self, command, tmp_path):
        out = tmp_path / "areas.csv"
        command("queries", "run", "candidate_areas", "--param", "candidate=AA-1", "--out", str(out))
        assert [line.split(",")[1] for line in out.read_text().splitlines()] == ["area_code", "a1", "a2"]


class TestMaking:
    def test_build_passes_plain_values_and_prints_the_summary(self, command, monkeypatch, tmp_path):
        seen = {}

        class Summary:
            def lines(self):
                return ["Three places."]

            def as_dict(self):
                return {"places": 3}

        def build(config, *, data, out, now, shareable, on_step, helper):
            on_step("Reading")
            seen.update(config=config, data=data, out=out, now=now.isoformat())
            return Summary()

        monkeypatch.setattr("service.build.pipeline.build", build)
        monkeypatch.setattr("service.build.second_process.second_process", lambda *_, **__: nullcontext())
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795165200")
        assert command("build", "c.toml", "--data", "d", "--out", str(tmp_path)) == (0, "Three places.\n", "")
        assert seen == {
            "config": Path("c.toml"),
            "data": Path("d"),
            "out": tmp_path,
            "now": "2026-11-20T09:00:00+00:00",
        }
        assert json.loads(command("build", "c.toml", "--json")[1]) == {"places": 3}
        assert seen["out"] == options.DEFAULT_WORKSPACE
        assert "Reading" in command("build", "c.toml", "--debug")[2]
        assert command("demo")[0] == 0
        assert seen["config"].name == "sample.toml"
        assert seen["config"].exists()

    def test_export_writes_into_the_workspace_or_elsewhere(self, command, tmp_path):
        _, out, _ = command("export", "--to", "csv", "--out", str(tmp_path / "x"), "--json")
        assert json.loads(out)["written"][0] == str(tmp_path / "x" / "ranking.csv")
        assert (tmp_path / "x" / "ranking.csv").exists()


class TestAsAProcess:
    def run(self, *args, **options):
        return subprocess.run(
            [sys.executable, "-m", "service.cli.main", *args], capture_output=True, timeout=60, **options
        )

    def test_help_answers_at_once_and_loads_nothing_heavy(self):
        script = "import sys; from service.cli.main import run; run(['--help']); print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
        loaded = set(done.stdout.split())
        assert loaded.isdisjoint({"duckdb", "pandas", "geopandas", "rich", "pydantic", "fastapi", "numpy"})

    def test_a_reader_that_stops_reading_is_no_fault(self, tiny_workspace):
        asked = "SELECT * FROM range(200000)"
        args = [
            sys.executable,
            "-m",
            "service.cli.main",
            "sql",
            asked,
            "--format",
            "csv",
            "-w",
            str(tiny_workspace.root),
        ]
        with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == 0

    @staticmethod
    def press_ctrl_c(process):
        """Press it until the program ends: on a busy machine Python may still be loading, and miss the first."""
        for _ in range(10):
            try:
                return process.communicate(timeout=4)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
        pytest.fail("Ctrl-C did not end the program")

    @pytest.mark.skipif(os.name != "posix", reason="the signal of Ctrl-C is sent otherwise on Windows")
    def test_ctrl_c_ends_cleanly(self, tiny_workspace):
        asked = "SELECT max(a.range * b.range) FROM range(10000000) a, range(10000000) b"
        args = [sys.executable, "-m", "service.cli.main", "sql", asked, "-w", str(tiny_workspace.root)]
        # Whoever runs the tests in the background has them ignore Ctrl-C, and what they start would ignore it, too.
        hear = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear) as process:
            try:
                out, err = self.press_ctrl_c(process)
            finally:
                process.kill()
        assert (process.returncode, out) == (130, b"")
        assert err.decode().strip() == "Stopped. The current results are unchanged."

    def test_output_is_utf8_whatever_the_locale(self, tiny_workspace):
        environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
        done = self.run("show", "ranking", "-w", str(tiny_workspace.root), env=environment)
        assert done.returncode == 0
        assert MISSING in done.stdout.decode("utf-8")
