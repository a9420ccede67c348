"""Current designations and problems, from the events of the register in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from geo.exceptions import NothingFound
from queries.catalogue.rows import did_you_mean
from queries.register.log import Event

STAGES = ("scanning", "analysis", "response", "assessment")
SIGNED_OFF = "signed off"
WORKED = ("yes", "partly", "no", "not known")


@dataclass(frozen=True)
class Decision:
    """Who decided what, when and why, and the generation that they saw."""

    number: int
    at: datetime
    event: str
    by: str
    reason: str
    generation: str
    period_end: date | None
    review_date: date | None
    areas_changed: str = ""

    @property
    def day(self) -> date:
        """The day of the decision, UTC."""
        return self.at.date()


@dataclass(frozen=True)
class Designation:
    """An Impact Area that a person has decided on.

    Attributes
    ----------
    designation_id, name : str
        ``D1`` and so on in the order of decisions; the name is given once and to one designation only.
    since : date
        Day from which it is current: of the decision, or the one stated for an Impact Area that was there before.
    area_codes, area_names : tuple of str
        Its areas, in the codes of the census it was decided in; as the last review left them.
    area_vintage : int
        Year of those codes.
    source : str
        Candidates or file that it came from, in words; empty where areas were named one by one.
    decisions : tuple of Decision
        The designation itself, each review, the exit.
    """

    designation_id: str
    name: str
    since: date
    area_codes: tuple[str, ...]
    area_names: tuple[str, ...]
    area_vintage: int
    source: str
    decisions: tuple[Decision, ...]

    @property
    def first(self) -> Decision:
        """Decision that created it."""
        return self.decisions[0]

    @property
    def last(self) -> Decision:
        """Latest decision on it."""
        return self.decisions[-1]

    @property
    def ended(self) -> Decision | None:
        """The exit, if there was one."""
        return self.last if self.last.event == "exited" else None

    @property
    def review_date(self) -> date:
        """Latest review date set."""
        return [d.review_date for d in self.decisions if d.review_date][-1]


@dataclass(frozen=True)
class Step:
    """One step of a problem."""

    number: int
    at: datetime
    stage: str
    by: str
    note: str
    tried: str
    worked: str
    generation: str


@dataclass(frozen=True)
class Problem:
    """A problem in a designation, from scanning to sign-off."""

    problem_id: str
    designation_id: str
    title: str
    team: str
    steps: tuple[Step, ...]

    @property
    def stage(self) -> str:
        """Current stage: one of :data:`STAGES`, or signed off."""
        return self.steps[-1].stage


@dataclass(frozen=True)
class State:
    """All that is current after the last event."""

    designations: dict[str, Designation] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    def designation(self, named: str) -> Designation:
        """Return a designation by its id or its name.

        Raises
        ------
        NothingFound
            There is none.
        """
        wanted = named.strip().casefold()
        for one in self.designations.values():
            if wanted in (one.designation_id.casefold(), one.name.casefold()):
                return one
        known = [text for one in self.designations.values() for text in (one.designation_id, one.name)]
        raise NothingFound(
            f"There is no designation '{named}'",
            f"{_nearest(named, known)}'impact-areas designations list' shows them all",
        )

    def problem(self, named: str) -> Problem:
        """Return a problem by its id.

        Raises
        ------
        NothingFound
            There is none.
        """
        found = self.problems.get(named.strip().upper())
        if found is None:
            raise NothingFound(
                f"There is no problem '{named}'",
                f"{_nearest(named, list(self.problems))}'impact-areas problems list' shows them all",
            )
        return found


def play(events: Iterable[Event]) -> State:
    """Apply events in order, and return the state.

    Parameters
    ----------
    events : iterable of Event
        Everything that the log has, the oldest first.

    Returns
    -------
    State
        Designations and problems as they are after the last event.
    """
    state = State({}, {})
    for event in events:
        kind = event["event"]
        if kind in ("designated", "imported"):
            for made in event["designations"]:
                state.designations[made["designation_id"]] = _designation(event, made)
        elif kind in ("reviewed", "exited"):
            old = state.designations[event["designation_id"]]
            new = replace(old, decisions=(*old.decisions, _decision(event)))
            state.designations[old.designation_id] = _reshape(new, event)
        elif kind == "problem added":
            state.problems[event["problem_id"]] = Problem(
                event["problem_id"], event["designation_id"], event["title"], event["team"], (_step(event),)
            )
        else:
            problem = state.problems[event["problem_id"]]
            state.problems[problem.problem_id] = replace(problem, steps=(*problem.steps, _step(event)))
    return state


def _designation(event: Event, designated: Event) -> Designation:
    return Designation(
        designation_id=designated["designation_id"],
        name=designated["name"],
        since=date.fromisoformat(designated.get("since") or event["at"][:10]),
        area_codes=tuple(designated["area_codes"]),
        area_names=tuple(designated["area_names"]),
        area_vintage=event["area_vintage"],
        source=event.get("source", ""),
        decisions=(_decision(event),),
    )


def _reshape(one: Designation, event: Event) -> Designation:
    """Return the designation with the areas that a review gave it, if any."""
    if "area_codes" not in event:
        return one
    codes, names = tuple(event["area_codes"]), tuple(event["area_names"])
    return replace(one, area_codes=codes, area_names=names, area_vintage=event["area_vintage"])


def _decision(event: Event) -> Decision:
    return Decision(
        number=event["number"],
        at=datetime.fromisoformat(event["at"]),
        event=event["event"],
        by=event["by"],
        reason=event["reason"],
        generation=event["generation"],
        period_end=_day(event.get("period_end")),
        review_date=_day(event.get("review_date")),
        areas_changed=event.get("areas_changed", ""),
    )


def _step(event: Event) -> Step:
    return Step(
        number=event["number"],
        at=datetime.fromisoformat(event["at"]),
        stage=event["stage"],
        by=event["by"],
        note=event["note"],
        tried=event.get("tried", ""),
        worked=event.get("worked", ""),
        generation=event["generation"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _nearest(named: str, known: Sequence[str]) -> str:
    lower = {text.lower(): text for text in known}
    said = did_you_mean(named, list(lower))
    for low, text in lower.items():
        said = said.replace(f"'{low}'", f"'{text}'")
    return said
