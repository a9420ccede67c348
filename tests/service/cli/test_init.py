"""The configuration to start from is one that the program accepts."""

from __future__ import annotations

import re

import pytest

from geo.exceptions import NotAllowed, SeveralRefused
from service.build.reference_data import find_files
from service.cli.init import FOLDERS, write_starter
from service.settings import Settings, read_settings


def test_what_it_writes_is_a_valid_configuration(tmp_path):
    config, note = write_starter(tmp_path / "new" / "force")
    settings = read_settings(config)
    assert settings.force.name == "My Force"
    assert note.name == "README.txt"


def test_every_section_is_shown_and_every_line_explained(tmp_path):
    text = write_starter(tmp_path)[0].read_text(encoding="utf-8")
    shown = set(re.findall(r"^#? ?\[\[?(\w+)\]?\]", text, flags=re.MULTILINE))
    assert shown == set(Settings.model_fields) - {"code_changes", "demand"}


def test_lines_that_are_commented_out_are_valid_too(tmp_path):
    config, _ = write_starter(tmp_path)
    text = config.read_text(encoding="utf-8")
    for start in (
        "[[lookups]]",
        "file = ",
        "columns = ",
        "[[incidents]]",
        "[postcodes]",
        "postcode = ",
        "[context]",
        "[ground_map]",
        "url = ",
        "credit = ",
        "min_zoom = ",
        "max_zoom = ",
        "[[page_tables]]",
        "title = ",
        "key_column = ",
        "[similar]",
        "neighbours = ",
        "covariates = ",
        "[workday_population]",
        "[vulnerable_localities]",
        "[profile]",
        "[establishment]",
        "area_code = ",
        "population = ",
        "edition = ",
        "total = ",
        "per = ",
        "posts = ",
        "[harm.beside]",
        "weights = ",
        "kind = ",
        "files = ",
        "crs = ",
        "first_month = ",
    ):
        text = text.replace(f"# {start}", start)
    config.write_text(text, encoding="utf-8")
    settings = read_settings(config)
    assert (len(settings.lookups), len(settings.incidents)) == (2, 2)


def test_every_folder_named_is_there(tmp_path):
    config, note = write_starter(tmp_path)
    named = set(re.findall(r'"(\w+)/', config.read_text(encoding="utf-8")))
    assert named == set(FOLDERS)
    assert all((tmp_path / folder).is_dir() for folder in FOLDERS)
    assert set(re.findall(r"^(\w+)/ ", note.read_text(encoding="utf-8"), flags=re.MULTILINE)) == set(FOLDERS)


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "README.txt").write_text("mine")
    with pytest.raises(NotAllowed, match=r"contains README\.txt already"):
        write_starter(tmp_path)
    assert (tmp_path / "README.txt").read_text() == "mine"
    assert not (tmp_path / "impact-areas.toml").exists()


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotAllowed, match="cannot be made"):
        write_starter(tmp_path / "file" / "under")


def test_all_missing_files_are_told_at_once(tmp_path):
    config, _ = write_starter(tmp_path)
    settings = read_settings(config)
    with pytest.raises(SeveralRefused) as told:
        find_files(settings, tmp_path)
    assert all(name in str(told.value) for name in ("areas/", "lookups/", "population/", "deprivation/", "police_uk/"))
