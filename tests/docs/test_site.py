"""The documentation builds as a site, strictly, and its pages fetch nothing from outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FETCHED = r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^\"' >]*"


def build_site(folder: Path, config: Path = ROOT / "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    """Build the site as ``make docs`` does; a proxy that is not there stands for a network that is not there."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs-site")
    done = build_site(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_page_is_there_and_fetches_nothing(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(list((ROOT / "docs").rglob("*.md")))
    for page in pages:
        fetched = re.findall(FETCHED, page.read_text(encoding="utf-8"))
        assert not [one for one in fetched if "canonical" not in one], page.name
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", styles)


def test_every_public_function_of_geo_stands_in_the_reference(site):
    shown = "".join(path.read_text(encoding="utf-8") for path in (site / "reference" / "python").glob("*.html"))
    modules = [
        path for path in (ROOT / "geo").rglob("*.py") if path.name != "__init__.py" and path.parent.name != "geo"
    ]
    names = [
        f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.{name}"
        for path in modules
        for name in re.findall(r"^(?:def|class) ([A-Za-z]\w*)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    assert len(names) > 150
    assert [name for name in names if f'id="{name}"' not in shown] == []


def test_a_broken_link_fails_the_build(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# One\n\n[nowhere](missing.md)\n", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: x\nstrict: true\ntheme: {name: material, font: false}\n", encoding="utf-8")
    done = build_site(tmp_path / "site", config)
    assert done.returncode == 1
    assert "missing.md" in done.stderr
