"""Who may import whom, what is in the documentation, and which versions are pinned."""

from __future__ import annotations

import graphlib
import re
import shlex
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from docs_build.rooms import MAY_IMPORT, PACKAGES, ROOT, climbing_imports, import_graph, imports_of, modules_in
from geo.public_names import import_on_use
from queries.workspace.generations import Workspace
from service.cli.main import app
from service.http.app import NO_PAGE, create_app

# Libraries that would give a package a second job.
KEPT_OUT = {
    "geo": {"duckdb", "folium", "branca", "jinja2", "fastapi", "typer", "pydantic", "pyogrio", "sqlite3", "requests"},
    "queries": {"folium", "branca", "jinja2", "fastapi", "typer", "rich"},
    "maps": {"duckdb", "fastapi", "typer", "rich"},
    "service": {"folium", "branca"},
}
ROOMS = [name for name, path in modules_in(ROOT).items() if path.name == "__init__.py" and name != "data_samples"]


def violations(root: Path) -> list[str]:
    """Every import of a package or library that the rules forbid."""
    found = []
    for name, path in modules_in(root).items():
        package = name.partition(".")[0]
        for imported in sorted(set(imports_of(name, path))):
            target = imported.partition(".")[0]
            forbidden = target in PACKAGES and target != package and target not in MAY_IMPORT[package]
            if forbidden or target in KEPT_OUT.get(package, set()):
                found.append(f"{name} imports {imported}")
    return found


def test_packages_import_only_what_they_may():
    assert violations(ROOT) == []


def test_no_module_imports_itself_round_a_corner():
    graphlib.TopologicalSorter(import_graph(ROOT)).prepare()


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (
            "geo/measures/ranks.py",
            "from queries.store.connection import connect\n",
            "geo.measures.ranks imports queries.store.connection.connect",
        ),
        ("geo/measures/ranks.py", "import duckdb\n", "geo.measures.ranks imports duckdb"),
        (
            "queries/store/connection.py",
            "def f():\n    import maps.model.inputs\n",
            "queries.store.connection imports maps.model.inputs",
        ),
        (
            "maps/model/inputs.py",
            "try:\n    from service import cli\nexcept ImportError:\n    pass\n",
            "maps.model.inputs imports service.cli",
        ),
        (
            "queries/loaders/a.py",
            "from service.cli.main import app\n",
            "queries.loaders.a imports service.cli.main.app",
        ),
    ],
)
def test_a_planted_violation_is_caught(tmp_path, path, text, told):
    planted = tmp_path / path
    planted.parent.mkdir(parents=True)
    planted.write_text(text)
    assert violations(tmp_path) == [told]


def test_what_only_type_checkers_see_is_an_import_too(tmp_path):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "a.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import duckdb\n")
    assert violations(tmp_path) == ["geo.a imports duckdb"]


def test_rooms_stand_on_floors():
    assert climbing_imports(ROOT) == []


@pytest.mark.parametrize(
    ("modules", "climbs"),
    [
        (
            {"geo/areas/a.py": "from geo.need.b import f\n", "geo/need/b.py": ""},
            "geo.areas.a imports geo.need.b, whose room is above it",
        ),
        (
            {
                "queries/store/a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from queries.exports import b\n",
                "queries/exports/b.py": "",
            },
            "queries.store.a imports queries.exports.b, whose room is above it",
        ),
        (
            {"service/build/a.py": "def f():\n    from service.cli import b\n", "service/cli/b.py": ""},
            "service.build.a imports service.cli.b, whose room is above it",
        ),
        (
            {"service/build/analysis/a.py": "import service.build.pipeline\n", "service/build/pipeline.py": ""},
            "service.build.analysis.a imports service.build.pipeline, whose room is above it",
        ),
        (
            {"maps/text/a.py": "from maps import write_site\n", "maps/__init__.py": "def write_site(): ...\n"},
            "maps.text.a imports maps, whose room is above it",
        ),
        ({"geo/attic/a.py": ""}, "geo.attic has no floor: name it in docs_build/rooms.py"),
    ],
)
def test_a_planted_climb_is_caught(tmp_path, modules, climbs):
    for path, text in modules.items():
        planted = tmp_path / path
        planted.parent.mkdir(parents=True, exist_ok=True)
        (planted.parent / "__init__.py").touch()
        planted.write_text(text)
    assert climbing_imports(tmp_path) == [climbs]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_contains_and_what_it_may_import(room):
    contents, *rest = (import_module(room).__doc__ or "").strip().split("\n\n")
    assert contents.endswith(".")
    assert re.search(r"\b([Mm]ay import|[Ii]mports) ", " ".join(rest)), f"{room} does not say what it may import"


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_of_a_room_is_there(room):
    module = import_module(room)
    assert [name for name in getattr(module, "__all__", []) if not hasattr(module, name)] == []


def test_a_public_name_that_is_not_there_is_caught():
    names, find = import_on_use("geo.need", {"ranking": ["rank_areas", "rank_everything"]})
    assert names == ["rank_areas", "rank_everything"]
    assert callable(find("rank_areas"))
    for missing in ("rank_everything", "rank_nothing"):
        with pytest.raises(AttributeError, match=missing):
            find(missing)


def test_a_public_name_cannot_hide_its_module():
    with pytest.raises(ValueError, match=r"geo\.need: backtest would hide the module of that name"):
        import_on_use("geo.need", {"backtest": ["backtest"]})


def test_a_planted_cycle_is_caught(tmp_path):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "__init__.py").touch()
    (tmp_path / "geo" / "a.py").write_text("from geo import b\n")
    (tmp_path / "geo" / "b.py").write_text("from .a import f\n")
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(import_graph(tmp_path)).prepare()


def verbs() -> list[str]:
    """Every verb of the command line, inner ones in full."""
    tree = get_command(app)
    return [
        f"{name} {inner}".strip()
        for name, verb in tree.commands.items()
        for inner in (verb.commands if hasattr(verb, "commands") else [""])
    ]


@pytest.mark.parametrize("verb", verbs())
def test_every_command_stands_in_the_documentation(verb):
    docs = ROOT / "docs"
    assert f"## {verb}\n" in (docs / "reference" / "commands.md").read_text(encoding="utf-8"), "run: make reference"
    by_task = (docs / "how-to" / "command-line.md").read_text(encoding="utf-8")
    assert re.search(rf"^impact-areas {verb}\b", by_task, flags=re.MULTILINE), f"command-line.md shows no '{verb}'"


def documented_commands() -> list[str]:
    """Every command shown in the documentation, one whose quotation runs over several lines included."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    shown = r'^ *impact-areas (?:"[^"]*"|[^"\n#])*$'
    return sorted(
        {found for page in pages for found in re.findall(shown, page.read_text(encoding="utf-8"), re.MULTILINE)}
    )


@pytest.fixture(scope="module")
def parser():
    """Every command of the program, made once; it only parses, and notes what it would have run."""
    called = []
    _run_nothing(tree := get_command(app), called)
    return tree, called


@pytest.mark.parametrize("shown", documented_commands())
def test_a_command_in_the_documentation_is_one_that_the_program_understands(parser, shown):
    tree, called = parser
    called.clear()
    tree.main(shlex.split(shown)[1:], standalone_mode=False)
    assert called or "--version" in shown or "--help" in shown


def _run_nothing(command, called: list[str]) -> None:
    """Let a command, or all below it, only be parsed."""
    for inner in getattr(command, "commands", {}).values():
        _run_nothing(inner, called)
    if not hasattr(command, "commands"):
        command.callback = lambda **_: called.append(command.name)


def test_every_route_stands_in_the_documentation(tiny_workspace: Workspace, monkeypatch):
    monkeypatch.setattr("service.http.current_generation.load_pages", lambda workspace: {"index.html": NO_PAGE})
    routes = {route.path for route in create_app(tiny_workspace, allowed_hosts=set()).routes} - {"/{name:path}"}
    written = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    assert [route for route in sorted(routes) if f"`{route}`" not in written] == []


def pins(lines: list[str]) -> dict[str, str]:
    """Name and version; a line that says anything else is refused."""
    read = [re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)", line) for line in lines]
    assert all(read), [line for line, match in zip(lines, read, strict=True) if not match]
    return {re.sub(r"[._-]+", "-", match[1]).lower(): match[2] for match in read if match}


def test_both_lists_of_versions_agree_and_name_no_address():
    constraints = pins((ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    with (ROOT / "pyproject.toml").open("rb") as stream:
        uv = tomllib.load(stream)["tool"]["uv"]["constraint-dependencies"]
    assert pins(uv) == constraints


def test_a_pin_with_an_address_is_caught():
    with pytest.raises(AssertionError, match="http"):
        pins(["duckdb==1.5.5", "duckdb @ https://example.org/duckdb.whl"])
