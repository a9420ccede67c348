"""The doctor's findings, well and unwell."""

from __future__ import annotations

import shutil
import sys

import pytest

from geo.exceptions import NothingFound
from service.cli import doctor
from service.cli.doctor import Finding, examine, package_origin, raise_if_unwell


def found(findings, subject):
    (finding,) = [finding for finding in findings if finding.subject == subject]
    return finding


def test_here_all_is_well(tmp_path):
    findings = examine(tmp_path / "not" / "yet")
    assert [finding for finding in findings if finding.state == "unwell"] == []
    assert found(findings, "Spatial extension").detail.endswith("spatial.duckdb_extension")
    assert found(findings, "duckdb").detail == "1.5.5"
    assert found(findings, "Workspace").detail == f"can write in {tmp_path}"
    raise_if_unwell(findings)


def test_a_look_that_fails_is_a_finding(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "_spatial", lambda: 1 / 0)
    finding = found(examine(tmp_path), "Spatial extension")
    assert (finding.state, finding.detail) == ("unwell", "ZeroDivisionError: division by zero")


def test_no_extension(tmp_path, monkeypatch):
    monkeypatch.setattr("queries.store.connection.spatial_extension", lambda: tmp_path / "gone")
    finding = found(examine(tmp_path), "Spatial extension")
    assert finding.line.startswith("MISSING  Spatial extension: not at ")


def test_no_browser_is_only_a_note(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert found(examine(tmp_path), "Browser").state == "note"


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert found(examine(tmp_path), "Workspace").detail == f"cannot write in {tmp_path}: Permission denied"


def test_another_package_of_our_name_is_told(tmp_path):
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "__init__.py").touch()
    finding = package_origin("geo", [*sys.path, str(tmp_path)])
    assert finding.state == "note"
    assert finding.detail.endswith(f"hides another of that name in {tmp_path / 'geo'}")


def test_a_package_that_is_not_ours_is_unwell():
    finding = package_origin("json", sys.path)
    assert finding.state == "unwell"
    assert "install this one in a virtual environment of its own" in finding.remedy


def test_what_is_missing_is_refused_together():
    findings = [
        Finding("A", "unwell", "gone", "Get A"),
        Finding("B", "well", "ok"),
        Finding("C", "unwell", "x", "Get C"),
    ]
    with pytest.raises(NothingFound, match=r"Something is missing: A, C\. A: Get A\. C: Get C\."):
        raise_if_unwell(findings)
