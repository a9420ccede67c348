"""The picture of rooms shows the imports that the code has."""

from __future__ import annotations

from xml.etree import ElementTree

from docs_build.rooms import PICTURE, ROOT, draw_rooms, room_imports


def test_the_picture_is_that_of_the_code():
    assert PICTURE.read_text(encoding="utf-8") == draw_rooms(ROOT), "run: make rooms"


def test_every_import_between_rooms_is_an_arc_that_leads_down():
    tree = ElementTree.fromstring(draw_rooms(ROOT))
    arcs = {title.text: path.get("d") for path in tree.findall(".//{*}path") for title in path.findall("{*}title")}
    assert set(arcs) == {f"{one} imports {other}" for one, other in room_imports(ROOT) if one != "data_samples"}
    for words in arcs.values():
        start, end = (float(words.replace("C", " ").split()[place]) for place in (1, -1))
        assert start < end
