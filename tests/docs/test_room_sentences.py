"""The ``__init__`` of a room says which rooms it may import: those on the floors below it, no more and no fewer."""

from __future__ import annotations

import ast
import re
from importlib import import_module

import pytest

from docs_build.rooms import FLOORS, MAY_IMPORT, ROOT, modules_in

ROOMS = {
    name: package
    for package in MAY_IMPORT
    for name in FLOORS[package]
    if name != package and (ROOT / name.replace(".", "/") / "__init__.py").exists()
}
MODULES = {name for package in MAY_IMPORT for name in FLOORS[package]} - {*ROOMS, *MAY_IMPORT}


def floors_below(room: str) -> list[str]:
    """Short names of the rooms that a room may import; a module that is a floor of its own is none."""
    package = ROOMS[room]
    floors = FLOORS[package]
    below = floors[: floors.index(room)]
    return [name.removeprefix(f"{package}.") for name in below if name != package and name in ROOMS]


def stated(docstring: str, package: str) -> list[str]:
    """The rooms that a docstring names in its sentence "May import …"."""
    text = " ".join(docstring.split())
    if re.search(rf"May import no other room of {package}\.", text):
        return []
    found = re.search(rf"May import rooms of {package} below it: ([^A-Z]*?)\.(?= |$)", text)
    return re.split(r", ", found[1]) if found else ["(no sentence)"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_the_floors_below_it(room):
    docstring = ast.get_docstring(ast.parse((ROOT / room.replace(".", "/") / "__init__.py").read_text("utf-8")))
    if room == "service.cli.commands":
        assert "May import every room of service" in docstring
    else:
        assert stated(docstring, ROOMS[room]) == floors_below(room)


@pytest.mark.parametrize("package", [name for name in MAY_IMPORT if name != "data_samples"])
def test_a_package_names_its_rooms_from_the_ground_up(package):
    text = " ".join(import_module(package).__doc__.split())
    named = re.search(r"Rooms from the ground up: ([^.]*)\.", text)[1].split(", ")
    outer = [name.removeprefix(f"{package}.") for name in FLOORS[package] if name in ROOMS and name.count(".") == 1]
    assert named == outer


def test_every_folder_of_modules_is_a_room():
    folders = {name for name, path in modules_in(ROOT).items() if path.name == "__init__.py" and "." in name}
    assert folders == set(ROOMS)


@pytest.mark.parametrize(
    ("docstring", "rooms"),
    [
        ("A.\n\nMay import no other room of geo. Imports nothing else.", []),
        ("A.\n\nMay import rooms of geo below it: areas,\nmeasures. Imports nothing else.", ["areas", "measures"]),
        ("A.\n\nMay import rooms of geo below it: loaders.tables, files. It may.", ["loaders.tables", "files"]),
        ("A.", ["(no sentence)"]),
    ],
)
def test_the_sentence_is_read(docstring, rooms):
    assert stated(docstring, "geo") == rooms
