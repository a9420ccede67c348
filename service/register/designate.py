"""Record a person's decisions to designate, review and end, each tied to the current generation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from geo.candidates.names import is_same_place
from geo.exceptions import NotAllowed, NothingFound, WrongUsage
from queries.loaders.tables.messages import count_of, name_some
from queries.register.builds import Build, read_build
from queries.register.log import Event, RegisterLog
from queries.register.state import Designation, State, play
from queries.store.about import day_words
from queries.workspace.generations import Workspace
from service.build.redraw import redraw
from service.register.clean_text import LONGEST_NAME, RegisterAnswer, clean_text, read_review_date
from service.register.reshape import read_area_changes, reshape
from service.register.targets import ask_back, find_targets

AFTERWARDS = "'impact-areas designations list' and 'show' compare it with the places proposed now."


def designate(
    workspace: Path,
    targets: Sequence[str],
    *,
    name: str,
    by: str,
    reason: str,
    review: str,
    now: datetime,
    anyway: bool = False,
) -> RegisterAnswer:
    """Designate an Impact Area.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    targets : sequence of str
        A candidate, or areas, or both; each by its code or name.
    name, by, reason : str
        What it is called, who decides, and why.
    review : str
        Day by which to look again, as 1 May 2027 or 2027-05-01.
    now : datetime
        The moment of the decision, UTC.
    anyway : bool
        Take areas that do not touch, lie in several units or have almost no residents.

    Raises
    ------
    Refusal
        Something is unknown, empty, in the past or there already: nothing has been written.
    """
    name = clean_text(name, option="--name", longest=LONGEST_NAME)
    by, reason = clean_text(by, option="--by", longest=LONGEST_NAME), clean_text(reason, option="--reason")
    review_date = read_review_date(review, today=now.date())
    refuse_taken_names(play(RegisterLog(workspace).read()), [name])
    with Workspace(workspace).open_current(spatial=False) as con:
        found, build = find_targets(con, targets), the_build(con)
        ask_back(con, found.area_codes, anyway=anyway)
        _refuse_name_of_another_place(con, name, found.area_codes)

    def decide(events: tuple[Event, ...]) -> Event:
        state = play(events)
        refuse_taken_names(state, [name])
        made = {
            "designation_id": f"D{len(state.designations) + 1}",
            "name": name,
            "area_codes": list(found.area_codes),
            "area_names": list(found.area_names),
        }
        return {
            **decision_head("designated", build, by=by, reason=reason, now=now),
            "area_vintage": build.area_vintage,
            "source": found.source,
            "review_date": review_date.isoformat(),
            "designations": [made],
        }

    event = RegisterLog(workspace).append(decide)
    made = event["designations"][0]["designation_id"]
    row = facts_of(workspace, made, now=now)
    lines = [
        f"Designated {made} '{name}': {count_of(len(found.area_codes), 'area')}, review by {day_words(review_date)}.",
        f"Its areas: {name_some(found.area_names, at_most=12)}.",
        *_say_entry(row, build),
        *_say_shared(workspace, made, found.area_codes),
        redraw(workspace).line,
        AFTERWARDS,
    ]
    return RegisterAnswer(tuple(lines), row)


def review_designation(
    workspace: Path,
    named: str,
    *,
    by: str,
    reason: str,
    review: str,
    now: datetime,
    add: Sequence[str] = (),
    drop: Sequence[str] = (),
    anyway: bool = False,
) -> RegisterAnswer:
    """Keep a designation after a review, perhaps with other areas, and set the next review.

    The wait of the exit rule begins again: only builds with later months than this one count.

    Parameters
    ----------
    workspace, named, by, reason, review, now
        As for :func:`designate`; `named` is the designation's id or name.
    add, drop : sequence of str
        Areas, or candidates, to take in and to leave out.
    anyway : bool
        As for :func:`designate`, of the areas that it would have.

    Raises
    ------
    Refusal
        It is unknown or ended, something is empty or in the past, or an area is not known, there already or not in it.
    """
    review_date = read_review_date(review, today=now.date())
    with Workspace(workspace).open_current(spatial=False) as con:
        build, changed_areas = the_build(con), read_area_changes(con, add=add, drop=drop)
        one = in_force(play(RegisterLog(workspace).read()).designation(named))
        changed = reshape(one, build, changed_areas)
        if changed:
            ask_back(con, changed["area_codes"], anyway=anyway)

    def more(one: Designation) -> Event:
        return {"review_date": review_date.isoformat(), **reshape(one, build, changed_areas)}

    event, row = _decide_on(workspace, named, "reviewed", build=build, by=by, reason=reason, now=now, more=more)
    said = f"Reviewed {row['designation_id']} '{row['name']}': kept, to be reviewed again by {day_words(review_date)}."
    areas = [f"Its areas have changed: {event['areas_changed']}."] if "areas_changed" in event else []
    shared = _say_shared(workspace, str(row["designation_id"]), changed_areas.add)
    status = f"It is {row['status']}: {row['status_reason']}."
    return RegisterAnswer((said, *areas, *shared, status, redraw(workspace).line), row)


def end_designation(workspace: Path, named: str, *, by: str, reason: str, now: datetime) -> RegisterAnswer:
    """End a designation. It stays in the register.

    Raises
    ------
    Refusal
        It is unknown or has ended already, or something is empty.
    """
    with Workspace(workspace).open_current(spatial=False, register=False) as con:
        build = the_build(con)
    _, row = _decide_on(workspace, named, "exited", build=build, by=by, reason=reason, now=now, more=lambda _: {})
    said = f"Ended {row['designation_id']} '{row['name']}'. It stays in the register with its history and problems."
    return RegisterAnswer((said, redraw(workspace).line), row)


def _decide_on(
    workspace: Path,
    named: str,
    event: str,
    *,
    build: Build,
    by: str,
    reason: str,
    now: datetime,
    more: Callable[[Designation], Event],
) -> tuple[Event, dict[str, object]]:
    """Add a decision to a current designation; return it and the designation's row afterwards."""
    by, reason = clean_text(by, option="--by", longest=LONGEST_NAME), clean_text(reason, option="--reason")

    def decide(events: tuple[Event, ...]) -> Event:
        one = in_force(play(events).designation(named))
        head = decision_head(event, build, by=by, reason=reason, now=now)
        return {**head, "designation_id": one.designation_id, **more(one)}

    done = RegisterLog(workspace).append(decide)
    return done, facts_of(workspace, done["designation_id"], now=now)


def decision_head(event: str, build: Build, *, by: str, reason: str, now: datetime) -> dict[str, object]:
    """Return what every decision records: what, when, who, why, and on which generation."""
    return {
        "event": event,
        "at": now.isoformat(),
        "by": by,
        "reason": reason,
        "generation": build.generation,
        "period_end": build.period_end.isoformat(),
    }


def in_force(one: Designation) -> Designation:
    """Return the designation, if it is current.

    Raises
    ------
    NotAllowed
        It has ended.
    """
    if one.ended:
        raise NotAllowed(
            f"{one.designation_id} '{one.name}' ended on {day_words(one.ended.day)}, decided by {one.ended.by}",
            "Designate the place again under a new name, if it is to be current once more",
        )
    return one


def _refuse_name_of_another_place(con: duckdb.DuckDBPyConnection, name: str, area_codes: Collection[str]) -> None:
    """Refuse the name of a proposed place for areas that are not that place."""
    places = con.execute(
        "SELECT candidate_id, candidate_name, list(area_code) FROM candidates "
        "JOIN candidate_areas USING (candidate_id) GROUP BY ALL ORDER BY candidate_id"
    ).fetchall()
    for candidate_id, candidate_name, members in places:
        if candidate_name.casefold() == name.casefold() and not is_same_place(area_codes, members):
            raise WrongUsage(
                f"The name '{name}' is that of proposed place {candidate_id}, which is not the place designated",
                f"Add what tells them apart, as '{name} 2', or designate {candidate_id}",
            )


def refuse_taken_names(state: State, names: Collection[str]) -> None:
    """Refuse a name that a designation has or has had: two places of one name cannot be told apart in a meeting.

    Raises
    ------
    WrongUsage
        A name is taken, or looks like an id.
    """
    taken = {one.name.casefold(): one for one in state.designations.values()}
    for name in names:
        one = taken.get(name.casefold())
        if one:
            ended = f", which ended on {day_words(one.ended.day)}" if one.ended else ""
            raise WrongUsage(
                f"The name '{name}' is taken by {one.designation_id}{ended}",
                f"Add what tells them apart, as '{name} 2'",
            )
        if name[:1].casefold() == "d" and name[1:].isdigit():
            raise WrongUsage(
                f"The name '{name}' looks like the id of a designation", "Choose a name that says the place"
            )


def the_build(con: duckdb.DuckDBPyConnection) -> Build:
    """Return the build that a decision is tied to.

    Raises
    ------
    NothingFound
        The generation records no run.
    """
    build = read_build(con)
    if build is None:
        raise NothingFound("This generation records no run that a decision could be tied to", "Build again")
    return build


def facts_of(workspace: Path, designation_id: str, *, now: datetime) -> dict[str, object]:
    """Return the row of one designation, on the current generation."""
    from queries.catalogue.rows import fetch

    with Workspace(workspace).open_current(today=now.date(), spatial=False) as con:
        return fetch(con, "FROM designations WHERE designation_id = $id", {"id": designation_id}).records()[0]


def _say_entry(row: dict[str, object], build: Build) -> list[str]:
    """Say whether the program's entry rule is met; the rule decides nothing."""
    if row["standing"] is None:
        return ["None of its areas is ranked in this generation."]
    line, meets = build.rules.enters_above, "meets" if row["meets_entry"] else "does not meet"
    core = row["core_area_count"]
    standing = f"{row['standing']:.0f} of 100 areas of the force (line: {line:g})"
    in_core = "" if core is None else f"; areas of it in the robust core: {core} of {row['area_count']}"
    return [f"It {meets} the entry rule: its mean need lies above {standing}{in_core}."]


def _say_shared(workspace: Path, designation_id: str, area_codes: Collection[str]) -> list[str]:
    """Name areas that another designation has as well."""
    state = play(RegisterLog(workspace).read())
    return [
        f"{count_of(len(shared), 'area')} also in {one.designation_id} '{one.name}': "
        f"{name_some(dict(zip(one.area_codes, one.area_names, strict=True))[code] for code in shared)}."
        for one in state.designations.values()
        if one.designation_id != designation_id
        and not one.ended
        and (shared := sorted(set(one.area_codes) & set(area_codes)))
    ]
