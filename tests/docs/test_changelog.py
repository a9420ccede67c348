"""CHANGELOG.md has the form of Keep a Changelog 1.1: https://keepachangelog.com/en/1.1.0/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
RELEASE = r"\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}"


def faults(text: str) -> list[str]:
    """Where a changelog leaves the form."""
    lines, found = text.splitlines(), []
    versions = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    if not lines or lines[0] != "# Changelog":
        found.append("the title is not '# Changelog'")
    if versions[:1] != ["[Unreleased]"]:
        found.append("the first section is not [Unreleased]")
    found += [
        f"{version!r} is not '[1.2.3] - 2026-01-31'" for version in versions[1:] if not re.fullmatch(RELEASE, version)
    ]
    numbers = [tuple(map(int, match.groups())) for version in versions if (match := re.fullmatch(RELEASE, version))]
    if numbers != sorted(numbers, reverse=True):
        found.append("the newest version is not first")
    for section in re.split(r"(?m)^## ", text)[1:]:
        found += _faults_of_section(section)
    return found


def _faults_of_section(section: str) -> list[str]:
    title = section.splitlines()[0]
    kinds = re.findall(r"(?m)^### (.*)$", section)
    found = [f"{title}: '### {kind}' is none of {', '.join(KINDS)}" for kind in kinds if kind not in KINDS]
    if len(set(kinds)) < len(kinds):
        found.append(f"{title}: a kind of change comes twice")
    for part in re.split(r"(?m)^### ", section)[1:]:
        entries = [line for line in part.splitlines()[1:] if line.strip()]
        if not entries:
            found.append(f"{title}: '{part.splitlines()[0]}' has no entry")
        found += [f"{title}: {line[:60]!r} belongs to no entry" for line in entries if not re.match(r"- |  \S", line)]
    return found


def test_the_changelog_keeps_its_form():
    assert faults(CHANGELOG.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-11-29\n\n### Fixed\n\n- Two.\n",
            0,
        ),
        ("# Changes\n\n## [Unreleased]\n", 1),
        ("# Changelog\n\n## [0.1.0] - 2026-11-29\n", 1),
        ("# Changelog\n\n## [Unreleased]\n\n### New\n\n- One.\n", 1),
        ("# Changelog\n\n## [Unreleased]\n\n### Added\n\n### Fixed\n\n- One.\n\n### Fixed\n\n- Two.\n", 2),
        ("# Changelog\n\n## [Unreleased]\n\n## 0.1.0\n", 1),
        ("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n## [0.2.0] - 2026-02-01\n", 1),
        ("# Changelog\n\n## [Unreleased]\n\n### Added\n\nOne.\n", 1),
    ],
)
def test_each_fault_is_seen(text, count):
    assert len(faults(text)) == count
