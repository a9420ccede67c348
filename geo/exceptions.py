"""Errors that a user can mend: what is wrong, then what to do.

Every fault that a user can mend is a :class:`Refusal`. Its class decides the exit code and the HTTP status, in one
place (``service/errors.py``); its two sentences are all that the user sees. Anything else that is raised is a fault of
the program.
"""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """A fault that the user can mend.

    Parameters
    ----------
    problem : str
        What is wrong, with the values seen. Never the content of an incident row.
    remedy : str
        What to do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem.rstrip(".")
        self.remedy = remedy.rstrip(".")
        super().__init__(f"{self.problem}. {self.remedy}.")

    def __reduce__(self) -> tuple[type[Refusal], tuple[object, ...]]:
        """Pass both sentences, so that a refusal can travel between processes."""
        return type(self), (self.problem, self.remedy)


class WrongUsage(Refusal):
    """The command was called in a way that cannot work."""


class ConfigurationRefused(Refusal):
    """The configuration is wrong."""


class InputRefused(Refusal):
    """A file's content cannot be used."""


class NothingFound(Refusal):
    """The thing requested does not exist, or there is nothing to do."""


class WorkspaceBusy(Refusal):
    """Another run is using the workspace."""


class NotAllowed(Refusal):
    """The request is understood and not permitted."""


class SeveralRefused(InputRefused):
    """Several faults of one reading, reported together so that they can be mended together."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        numbered = "; ".join(f"({i}) {r.problem}: {r.remedy}" for i, r in enumerate(refusals, start=1))
        super().__init__(f"{len(refusals)} faults: {numbered}", "Mend them and run again")

    def __reduce__(self) -> tuple[type[Refusal], tuple[object, ...]]:
        """Pass the faults themselves."""
        return type(self), (self.refusals,)


def raise_together(refusals: Sequence[Refusal]) -> None:
    """Raise nothing, the one refusal, or all of them as one.

    Raises
    ------
    Refusal
        The only one there is.
    SeveralRefused
        There are several.
    """
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise SeveralRefused(refusals)
