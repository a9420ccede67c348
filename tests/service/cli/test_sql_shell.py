"""The SQL shell: typed keys in, answers out; completion by the place of the cursor."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from geo.exceptions import WrongUsage
from service.actions.typed_sql import open_to_ask
from service.cli.sql_completion import ShellCompleter, read_words
from service.cli.sql_shell import COMMANDS, HELP, Shell, open_shell, read_options


@pytest.fixture
def shell(two_generations):
    with open_to_ask(two_generations.root) as (con, worker):
        yield Shell(con, worker)


@pytest.fixture
def type_keys(two_generations, tmp_path, capsys):
    """Open the shell and type; gives stdout, stderr and the file of its history."""

    history = tmp_path / "history"

    def open_and_type(keys: str) -> None:
        with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
            keyboard.send_text(keys)
            open_shell(two_generations.root, history=history)

    def type_in(keys: str) -> tuple[str, str, str]:
        # In a thread of its own: where browser tests ran before in this process, the main one has an event loop already.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(open_and_type, keys).result()
        said = capsys.readouterr()
        if os.name == "posix":
            assert history.stat().st_mode & 0o077 == 0  # nobody else reads what was asked
        return said.out, said.err, history.read_text()

    return type_in


class TestTyping:
    def test_a_statement_may_run_over_lines_and_is_remembered(self, type_keys):
        out, err, history = type_keys("SELECT 6 *\r7 AS answer;\r.quit\r")
        assert out.split()[-1] == "42"
        assert err.startswith("generation-20261120T090000Z-0123abcd, for reading only.")
        assert "+SELECT 6 *\n+7 AS answer;" in history

    def test_ctrl_d_leaves(self, type_keys):
        assert type_keys("\x04")[0] == ""

    def test_a_fault_is_told_and_the_shell_goes_on(self, type_keys):
        out, err, _ = type_keys("SELECT * FROM area;\rDELETE FROM areas;\rSELECT 1 AS one;\r\x04")
        assert "There is no table 'area'.\nWhat to do: Did you mean 'areas'?" in err
        assert "DELETE is not allowed" in err
        assert out.split()[-1] == "1"


class TestCommands:
    def test_every_command_stands_in_the_help(self):
        assert all(f"\n  {command} " in HELP for command in (*COMMANDS, ".quit"))

    def test_tables_and_columns(self, shell, capsys):
        assert shell.handle(".tables")
        assert "The force's small areas" in capsys.readouterr().out
        assert shell.handle(".columns ranking")
        assert "Place in the force; 1 is the highest need" in capsys.readouterr().out
        shell.handle(".columns rankin")
        assert "Did you mean 'ranking'?" in capsys.readouterr().err

    def test_run_and_save(self, shell, capsys, tmp_path):
        shell.handle(".run top_areas --strand crime --limit=2")
        assert "Ash One" in capsys.readouterr().out
        shell.handle(f".save {tmp_path / 'top.geojson'}")
        saved = json.loads((tmp_path / "top.geojson").read_text())
        assert [feature["properties"]["area_code"] for feature in saved["features"]] == ["a1", "a2"]
        assert saved["features"][0]["geometry"]["type"] == "Polygon"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (".tabels", "There is no command '.tabels'.\nWhat to do: Did you mean '.tables'?"),
            (".run", "There is no named query ''"),
            (".run top_areas limit", "'limit' is not an option with a value"),
            (".save a.txt", "'a.txt' says no format"),
            (".save a.csv", "Nothing has been asked yet"),
        ],
    )
    def test_slips(self, shell, capsys, line, said):
        assert shell.handle(line)
        assert said in capsys.readouterr().err

    def test_leaving(self, shell):
        assert not shell.handle(".quit")
        assert shell.handle(" ; ")

    def test_options(self):
        assert read_options(["--crime-type", "Burglary", "--limit=5"]) == {"crime_type": "Burglary", "limit": "5"}
        with pytest.raises(WrongUsage):
            read_options(["--limit"])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("SELECT * FROM candidate_ar", "candidate_areas"),
        ("SELECT need_s", "need_score"),
        ("SELECT ST_Area", "ST_Area("),
        (".ta", ".tables"),
        (".run hour", "hour_weekday"),
        (".columns ranki", "ranking"),
        ("SELECT area_code ORD", "ORDER BY"),
    ],
)
def test_completion(two_generations, text, first):
    with two_generations.open_current() as con:
        completer = ShellCompleter(read_words(con), list(COMMANDS))
    offered = [one.text for one in completer.get_completions(Document(text), CompleteEvent())]
    assert offered[0] == first
