"""Pictures and Word briefings of a build: each figure is that of its query."""

from __future__ import annotations

import io
import shutil

import pytest
from docx import Document
from PIL import Image

from geo.exceptions import NothingFound
from queries.catalogue.catalogue import run_named
from service.actions import page_exports
from service.actions.export import export_workspace


@pytest.fixture(scope="module")
def root(sample_build):
    return sample_build[0].root


@pytest.fixture(scope="module")
def documents(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("word")
    return {path.stem.removeprefix("briefing-"): path for path in export_workspace(root, to="docx", out=folder)}


def test_a_picture_of_the_force_and_of_each_unit_is_ready_for_a_slide(root, sample, tmp_path):
    written = export_workspace(root, to="png", out=tmp_path)
    codes = [code for (code,) in sample.execute("SELECT npu_code FROM npus ORDER BY 1").fetchall()]
    assert [path.name for path in written] == [*(f"map-{code}.png" for code in codes), "map-force.png"]
    for path in written:
        with Image.open(path) as picture:
            assert picture.size == (1920, 1080)


def test_the_figures_of_a_word_briefing_are_those_of_the_queries(documents, sample):
    places = run_named(sample, "candidate_details").records()
    assert set(documents) == {place["npu_code"] for place in places}
    evidence = run_named(sample, "evidence_of_candidate").records()
    for place in places:
        document = Document(documents[place["npu_code"]])
        shortlist = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert shortlist[place["rank"]][:3] == [str(place["rank"]), place["candidate_name"], place["reason"]]
        size = f"{place['area_count']} areas, {place['population']:,.0f} residents, {place['harm_share']:.0%} of harm"
        assert shortlist[place["rank"]][3] == size
        told = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        said = [row for row in evidence if row["candidate_id"] == place["candidate_id"]]
        weighed = [row["words"] for row in said if row["section"] in ("level", "caution", "without action", "success")]
        assert weighed
        assert [words for words in weighed if words not in told] == []


def test_the_same_build_gives_the_same_documents(documents, root, tmp_path):
    again = export_workspace(root, to="docx", out=tmp_path)
    assert {path.read_bytes() for path in again} == {path.read_bytes() for path in documents.values()}


def test_the_workbook_of_a_build_has_the_picture(root):
    import openpyxl

    (picture,) = openpyxl.load_workbook(root / "exports" / "ranking.xlsx")["Summary"]._images
    with Image.open(io.BytesIO(picture.ref.getvalue())) as opened:
        assert opened.size == (1440, 810)


def test_what_is_missing_is_said(root, tmp_path, monkeypatch):
    old = shutil.copytree(root / "site", tmp_path / "site")
    (old / "map-force.svg").unlink()
    with pytest.raises(NothingFound, match="Build again"):
        page_exports.png_files(old, None)
    monkeypatch.setattr(page_exports, "letters_are_drawn", lambda: False)
    for form in ("png", "docx"):
        with pytest.raises(NothingFound, match="no font"):
            export_workspace(root, to=form, out=tmp_path)
