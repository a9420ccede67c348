"""Record the last build if it failed, until one succeeds; pages show it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from queries.workspace.generations import Workspace, write_atomically


@dataclass(frozen=True)
class FailedRefresh:
    """A build that failed while an earlier generation is current.

    Attributes
    ----------
    at : datetime
        When it began, UTC.
    problem, remedy : str
        What was wrong and what to do, as the command said. For operators, not for readers of pages.
    """

    at: datetime
    problem: str
    remedy: str


def record_failure(workspace: Workspace, failure: FailedRefresh) -> None:
    """Record a failure; a full disk records none."""
    text = json.dumps({"at": failure.at.isoformat(), "problem": failure.problem, "remedy": failure.remedy}, indent=2)
    with suppress(OSError):
        write_atomically(workspace.generations / "FAILED", f"{text}\n")


def read_failure(workspace: Workspace) -> FailedRefresh | None:
    """Return the last build, if it failed.

    Parameters
    ----------
    workspace : Workspace
        Where something has been built.

    Returns
    -------
    FailedRefresh or None
        None where the last build succeeded.
    """
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((workspace.generations / "FAILED").read_text(encoding="utf-8"))
        return FailedRefresh(datetime.fromisoformat(found["at"]), str(found["problem"]), str(found["remedy"]))
    return None


def forget_failure(workspace: Workspace) -> None:
    """Remove the record after a build has succeeded."""
    (workspace.generations / "FAILED").unlink(missing_ok=True)
