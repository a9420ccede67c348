"""Record a failed build, and show it on the pages of the current generation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from geo.exceptions import NothingFound, Refusal, WorkspaceBusy
from queries.workspace.failed_refresh import FailedRefresh, forget_failure, record_failure
from queries.workspace.generations import Workspace
from service.build.redraw import redraw
from service.errors import PROGRAM_TEXT, foreseen


@contextmanager
def watch_refresh(workspace: Workspace, now: datetime) -> Iterator[None]:
    """Record a build that fails while an earlier generation is current, until one succeeds.

    A build that another one keeps waiting has not failed, and neither has one that was stopped from the keyboard.

    Parameters
    ----------
    workspace : Workspace
        Where it builds; not reserved by the caller, since pages are written when it has failed.
    now : datetime
        The moment of the build, UTC.
    """
    try:
        yield
    except WorkspaceBusy:
        raise
    except Exception as fault:
        with suppress(NothingFound):  # nothing has been built before: there is no page to say it on
            workspace.current()
            record_failure(workspace, _describe(foreseen(fault) or fault, now))
            with suppress(Exception):  # what is raised is why the build failed, not that a page could not say so
                redraw(workspace.root)
        raise
    forget_failure(workspace)


def _describe(fault: BaseException, now: datetime) -> FailedRefresh:
    if isinstance(fault, Refusal):
        return FailedRefresh(now, fault.problem, fault.remedy)
    return FailedRefresh(now, f"A fault of the program: {type(fault).__name__}", PROGRAM_TEXT)
