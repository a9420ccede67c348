"""A build that fails is remembered and said on the pages that stay, until one succeeds."""

from __future__ import annotations

import errno
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.exceptions import InputRefused, WorkspaceBusy
from queries.workspace.failed_refresh import read_failure
from queries.workspace.generations import Workspace
from service.build.watch_refresh import watch_refresh

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
REFUSED = InputRefused("'december.csv' has no rows", "Ask for the file again")
SAID = "An update failed on 1 December 2026. These are the results of"


@pytest.fixture
def workspace(tiny_workspace, tmp_path):
    """The tiny force with one page that has the slot."""
    made = Workspace(Path(shutil.copytree(tiny_workspace.root, tmp_path / "ws")))
    own = made.generations / made.current()
    for folder in ("site", "exports"):
        (own / folder).mkdir(parents=True)
    (own / "site" / "index.html").write_text("<!--decided refresh--><!--/decided-->", encoding="utf-8")
    (made.generations / "MIRRORED").unlink(missing_ok=True)
    made.mend()
    return made


def _fail(workspace, fault):
    with pytest.raises(type(fault)), watch_refresh(workspace, NOW):
        raise fault


def _index(workspace):
    return (workspace.site / "index.html").read_text(encoding="utf-8")


def test_a_failure_is_on_the_pages_until_a_build_succeeds(workspace):
    _fail(workspace, REFUSED)
    failure = read_failure(workspace)
    assert (failure.at, failure.problem, failure.remedy) == (NOW, REFUSED.problem, REFUSED.remedy)
    assert SAID in _index(workspace)
    assert "december.csv" not in _index(workspace)  # readers are told that it failed; operators, why
    with watch_refresh(workspace, NOW):
        pass
    assert read_failure(workspace) is None


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "out/x"), "There is no room left to write 'out/x'"),
        (ZeroDivisionError("the content of a row"), "A fault of the program: ZeroDivisionError"),
    ],
)
def test_why_it_failed_is_kept_in_words_that_hold_no_rows(workspace, fault, words):
    _fail(workspace, fault)
    assert read_failure(workspace).problem == words


def test_a_build_that_waits_for_another_has_not_failed(workspace):
    _fail(workspace, WorkspaceBusy("held", "wait"))
    assert read_failure(workspace) is None


def test_a_first_build_that_fails_leaves_nothing(tmp_path):
    _fail(Workspace(tmp_path / "new"), REFUSED)
    assert not (tmp_path / "new").exists()
