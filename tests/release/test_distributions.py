"""The wheel and the sdist contain every file of the packages and nothing else; the version comes from the tag."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("data_samples", "geo", "maps", "queries", "service")
BUILD = """
import sys
from setuptools import build_meta

out = sys.argv[1]  # the backend writes over sys.argv
build_meta.build_wheel(out)
build_meta.build_sdist(out)
"""
TAGGED = "9.8.7"


def files_of(folder: Path) -> set[str]:
    """Every file of the packages, as the checkout has it."""
    return {
        path.relative_to(folder).as_posix()
        for package in PACKAGES
        for path in (folder / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def copy_of_checkout(folder: Path) -> Path:
    """The packages and what describes them, away from the checkout, which is never written to."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def build_in(folder: Path, **environment: str) -> tuple[Path, Path]:
    """A wheel and an sdist, by the build backend and without a network."""
    out = folder / "dist"
    ran = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)],
        cwd=folder,
        env={name: text for name, text in os.environ.items() if name != "PYTHONPATH"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def distributions(made_once):
    def fill(folder):
        wheel, sdist = build_in(copy_of_checkout(folder), SETUPTOOLS_SCM_PRETEND_VERSION=TAGGED)
        return str(wheel), str(sdist)

    _, (wheel, sdist) = made_once("distributions", fill)
    return Path(wheel), Path(sdist)


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(distributions):
    with zipfile.ZipFile(distributions[0]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == files_of(ROOT)
    assert {"queries/store/schema", "maps/templates", "data_samples/sample"} <= {str(Path(n).parent) for n in held}


def test_the_sdist_can_be_built_from_again(distributions):
    with tarfile.open(distributions[1]) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    assert files_of(ROOT) | {"pyproject.toml", "README.md", "LICENSE"} <= held


def test_the_version_is_that_of_the_tag(distributions):
    with zipfile.ZipFile(distributions[0]) as wheel:
        metadata = wheel.read(f"impact_areas-{TAGGED}.dist-info/METADATA").decode()
        scripts = wheel.read(f"impact_areas-{TAGGED}.dist-info/entry_points.txt").decode()
    assert f"\nVersion: {TAGGED}\n" in metadata
    assert "impact-areas = service.cli.main:main" in scripts


@pytest.mark.parametrize(("tag", "version"), [("v0.4.0", r"0\.4\.0"), (None, r"0\.1\.0\.dev1\+g\w+")])
def test_a_checkout_has_the_version_of_its_tag_and_one_without_tags_a_dev_version(tmp_path, tag, version):
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "tag.gpgSign=false"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"], *([["tag", tag]] if tag else [])):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    assert re.fullmatch(version, scm_version(tmp_path))


def test_an_archive_without_history_has_the_version_to_fall_back_on(tmp_path):
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert scm_version(tmp_path) == "0.1.0.dev0"


def scm_version(folder: Path) -> str:
    """The version that setuptools-scm reads in a folder."""
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    ran = subprocess.run(
        [sys.executable, "-m", "setuptools_scm"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def test_every_package_is_named():
    with (ROOT / "pyproject.toml").open("rb") as stream:
        named = tomllib.load(stream)["tool"]["setuptools"]["packages"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts) for p in PACKAGES for path in (ROOT / p).rglob("__init__.py")
    }
    assert sorted(named) == sorted(found)
