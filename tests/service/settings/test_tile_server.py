"""The force's own map server: off by default, one host, and every address that must not be asked is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geo.exceptions import ConfigurationRefused
from service.cli import doctor
from service.settings import check_settings

SAMPLE = Path(__file__).parents[3] / "data_samples" / "sample.toml"
GOOD = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
CREDIT = "Elmshire County Council"
TILES = {"kind": "tiles", "url": "https://maps.elmshire.example/t/{z}/{x}/{y}.png", "credit": CREDIT}
WMS = {
    "kind": "wms",
    "url": "https://gis.elmshire.example:8443/ows?map=/roads",
    "layers": "roads,sea",
    "credit": CREDIT,
}


def read(table):
    return check_settings(GOOD | {"ground_map": table}, name="t.toml")


def test_by_default_pages_ask_nothing():
    settings = check_settings(GOOD, name="t.toml")
    assert settings.ground_map is None
    assert settings.asks() == ""


@pytest.mark.parametrize(
    ("table", "origin"),
    [
        (TILES, "https://maps.elmshire.example"),
        (
            TILES | {"url": "https://maps.elmshire.example/t/{z}/{y}/{x}.png?style=light"},
            "https://maps.elmshire.example",
        ),
        (TILES | {"url": "https://Maps.Elmshire.example/t/{z}/{x}/{-y}.png"}, "https://maps.elmshire.example"),
        (TILES | {"url": "http://gis/t/{z}/{x}/{y}.png"}, "http://gis"),
        (TILES | {"url": "http://10.1.2.3:8080/t/{z}/{x}/{y}.png"}, "http://10.1.2.3:8080"),
        (TILES | {"url": "http://gis.elmshire.pnn.police.uk/{z}/{x}/{y}.png"}, "http://gis.elmshire.pnn.police.uk"),
        (WMS, "https://gis.elmshire.example:8443"),
    ],
)
def test_one_host_is_named_whatever_stands_behind_it(table, origin):
    settings = read(table)
    assert settings.ground_map.drawn().origin == origin
    assert f"ask {origin} for their background map" in settings.asks()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "https://a.example/{z}/{x}.png"}, "has {x}, {z}; a tile's address has {z}, {x} and {y}"),
        ({"url": "https://{s}.a.example/{z}/{x}/{y}.png"}, "which a page's security policy cannot name"),
        ({"url": "https://a.example/{s}/{z}/{x}/{y}.png"}, "{s}"),
        ({"url": "https://a.example/{z}/{x}/{y}/{-y}.png"}, "no others"),
        ({"url": "https://a.example/t.png"}, "no placeholders"),
        ({"url": "ftp://a.example/{z}/{x}/{y}.png"}, "begins with 'ftp'; give an https:// address"),
        ({"url": "javascript:alert({z}{x}{y})"}, "begins with 'javascript'"),
        ({"url": "//a.example/{z}/{x}/{y}.png"}, "give an https:// address"),
        ({"url": "https://me:secret@a.example/{z}/{x}/{y}.png"}, "a user name or a password"),
        ({"url": "https://a.example/{z}/{x}/{y}.png?api_key=1"}, "'api_key', which everyone with a page could read"),
        ({"url": "https://a.example/{z}/{x}/{y}.png#x"}, "contains a '#'"),
        ({"url": "http://a.example/{z}/{x}/{y}.png"}, "by http, so that anyone on the way"),
        ({"url": "http://8.8.8.8/{z}/{x}/{y}.png"}, "by http"),
        ({"url": "https://a.example; script-src *;/{z}/{x}/{y}.png"}, "a space, quote, semicolon"),
        ({"url": "https://a.example;script-src/{z}/{x}/{y}.png"}, "a space, quote, semicolon"),
        ({"url": "https://a.example,b.example/{z}/{x}/{y}.png"}, "cannot name"),
        ({"url": "https://*/{z}/{x}/{y}.png"}, "cannot name"),
        ({"url": "https://[::1]/{z}/{x}/{y}.png"}, "cannot name"),
        ({"url": "https:///{z}/{x}/{y}.png"}, "names the host ''"),
        ({"url": "https://a.example:99999/{z}/{x}/{y}.png"}, "a port that is no number up to 65535"),
        ({"url": "https://a.example/\n{z}/{x}/{y}.png"}, "a space, quote"),
        ({"layers": "roads"}, "ground_map.layers belongs to a WMS"),
        ({"min_zoom": 12, "max_zoom": 10}, "min_zoom (12) is above max_zoom (10)"),
        ({"max_zoom": 40}, "'ground_map.max_zoom' is 40"),
        ({"credit": ""}, "'ground_map.credit' is ''"),
        ({"zoom": 4}, "unknown key 'ground_map.zoom'"),
    ],
)
def test_what_must_not_be_asked_is_refused(change, words):
    with pytest.raises(ConfigurationRefused) as refused:
        read(TILES | change)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"layers": ""}, "ground_map.layers is missing"),
        ({"url": "https://a.example/{z}"}, "has {z}, and a WMS has none"),
    ],
)
def test_a_wms_needs_layers_and_no_places(change, words):
    with pytest.raises(ConfigurationRefused) as refused:
        read(WMS | change)
    assert words in str(refused.value)


def test_copies_for_others_ask_nothing():
    assert read(TILES).for_build(shareable=False).asks() != ""
    assert read(TILES).for_build(shareable=True).asks() == ""


def test_the_doctor_names_the_server_that_pages_ask(tmp_path, monkeypatch):
    def finding(ground):
        settings = GOOD if ground is None else GOOD | {"ground_map": ground}
        parameters = check_settings(settings, name="t.toml").model_dump(mode="json")
        monkeypatch.setattr("queries.workspace.generations.Workspace.manifest", lambda _: {"parameters": parameters})
        return doctor._asked_by_pages(tmp_path)

    assert finding(None).state == "well"
    assert finding(TILES).state == "note"
    assert "https://maps.elmshire.example" in finding(TILES).line
    monkeypatch.undo()
    assert doctor._asked_by_pages(tmp_path).detail == "no pages are built here yet"
