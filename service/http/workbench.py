"""``/workbench``: planners try other weights and limits on one unit, and see which areas its places gain and lose.

What is tried is in the address, so that a link shows it to somebody else; a name that was given to it is kept in the
workspace. Nothing here changes what is published: that is done in the configuration, by a build.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.exceptions import Refusal, WrongUsage
from geo.need.need_index import STRANDS
from maps.drawing.browse_map import Mark, SmallMap
from maps.geometry.svg_paths import view_box
from maps.pages.collection_pages import Cell, Heading, Table
from maps.pages.workbench_page import Field, NamedScenario, Workbench, workbench_page
from queries.workspace.generations import Workspace
from service.actions.scenario import LIMITS, Choices, Planning, Scenario, read_planning, try_choices
from service.actions.scenario_names import ScenarioNames
from service.errors import outcome_of
from service.http.console import read_body
from service.http.ogc.html import frame_of
from service.http.ogc.resources import OpenedGeneration, Source
from service.http.request_forms import form_fields
from service.http.response_cache import Answer

SHOWN = 40
PATH = "/workbench"
_WORDS = {
    "max_areas": "Areas of a place, at most",
    "per_npu": "Places, at most",
    "unit_share": "Share of the unit\u2019s residents, at most (0 to 1)",
    "force_share": "Share of the force\u2019s residents, at most (0 to 1)",
    "floor": "Percentile of need that each area reaches",
}
_LEGEND = (("place", "in a place as now"), ("need 4", "only under these choices"), ("unit", "only now"))
_STEPS = {(True, True): "place", (True, False): "need 4", (False, True): "unit", (False, False): "need 0"}


class Plans:
    """What choices are tried on, read once for each generation."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._lock = workspace, threading.Lock()
        self._held: tuple[str, Planning] | None = None

    def get(self) -> Planning:
        """The planning frames of the current generation."""
        with self._lock:
            current = self._workspace.current()
            if self._held is None or self._held[0] != current:
                with self._workspace.open_current() as con:
                    self._held = current, read_planning(con)
            return self._held[1]


def add_workbench(app: FastAPI, workspace: Workspace, source: Source) -> None:
    """Add ``/workbench`` to the application: GET tries choices, POST keeps them under a name.

    Parameters
    ----------
    app : FastAPI
        The application.
    workspace : Workspace
        What it serves; names are kept in it.
    source : Source
        The generations that are served, for names and outlines.
    """
    plans, names = Plans(workspace), ScenarioNames(workspace.root)

    async def show(request: Request) -> Answer:
        served = await run_in_threadpool(source.get, request.scope["generation"])
        return await run_in_threadpool(_answer, served, plans, names, dict(request.query_params))

    async def save(request: Request) -> Response:
        fields = form_fields(await read_body(request))
        name, query = fields.get("name", ""), _query(fields)
        try:
            await run_in_threadpool(names.save, name, query)
        except Refusal as fault:
            return Response(str(fault), status_code=outcome_of(fault).http_status, media_type="text/plain")
        return RedirectResponse(f"{PATH}?{query}", status_code=303)

    app.router.routes.append(Route(PATH, show, methods=["GET", "HEAD"]))
    app.router.routes.append(Route(PATH, save, methods=["POST"]))


def _answer(opened: OpenedGeneration, plans: Plans, names: ScenarioNames, values: Mapping[str, str]) -> Answer:
    fault, scenario, status = None, None, 200
    planning, choices = None, Choices("")
    try:
        planning = plans.get()
        choices = read_choices(values, planning.units[0])
        scenario = try_choices(planning, choices)
    except Refusal as refused:
        fault, status = refused, outcome_of(refused).http_status
    if scenario and values.get("as") == "csv":
        said = {"content-disposition": f'attachment; filename="workbench-{choices.npu_code}.csv"'}
        return Answer(scenario.areas.to_csv().encode(), "text/csv; charset=utf-8", said)
    page = workbench_page(frame_of(opened), _workbench(opened, planning, scenario, fault, values, names))
    headers = {"content-security-policy": page.policy, "cache-control": "no-store"}
    return Answer(page.html.encode(), "text/html; charset=utf-8", headers, status=status)


def read_choices(values: Mapping[str, str], first_unit: str) -> Choices:
    """What an address asks to try.

    Parameters
    ----------
    values : mapping of str to str
        ``npu``, the four strands, and limits; what is left out or empty is as it is now.
    first_unit : str
        The unit where none is named.

    Raises
    ------
    WrongUsage
        A value is no number.
    """
    try:
        weights = {one: float(values[one]) for one in STRANDS if values.get(one, "").strip()}
        limits = {one: _number(one, values[one]) for one in LIMITS if values.get(one, "").strip()}
    except ValueError as fault:
        raise WrongUsage(f"A value is no number: {str(fault)[:80]}", "Write numbers such as 0.25 or 8") from None
    return Choices(values.get("npu") or first_unit, weights, limits)


def _number(name: str, text: str) -> float:
    return int(text) if name in ("max_areas", "per_npu") else float(text)


def _query(fields: Mapping[str, str]) -> str:
    """The choices of a form as an address has them."""
    wanted = ("npu", *STRANDS, *LIMITS)
    return urlencode({name: fields[name] for name in wanted if fields.get(name, "").strip()})


def _workbench(
    opened: OpenedGeneration,
    planning: Planning | None,
    scenario: Scenario | None,
    fault: Refusal | None,
    values: Mapping[str, str],
    names: ScenarioNames,
) -> Workbench:
    used = scenario.choices if scenario else None
    weights, limits = (used.weights, used.limits) if used else ({}, {})

    def field_text(name: str, value: object) -> str:
        return f"{value:g}" if isinstance(value, (int, float)) and value is not None else values.get(name, "")

    return Workbench(
        units=tuple(opened.names.units.items()),
        unit=used.npu_code if used else values.get("npu", ""),
        weights=tuple(Field(one, one.capitalize(), field_text(one, weights.get(one))) for one in STRANDS),
        limits=tuple(Field(one, _WORDS[one], field_text(one, limits.get(one))) for one in LIMITS),
        query=_query({**values, "npu": used.npu_code} if used else values),
        fault=fault.problem if fault else "",
        remedy=fault.remedy if fault else "",
        lines=tuple(say_scenario(scenario)) if scenario else (),
        table=_table(scenario) if scenario else None,
        map=_map(opened, scenario) if scenario else None,
        named=tuple(NamedScenario(name, f"{PATH}?{query}") for name, query in names.all().items()),
    )


def say_scenario(scenario: Scenario) -> list[str]:
    """What the choices change, in sentences.

    Parameters
    ----------
    scenario : Scenario
        From :func:`service.actions.scenario.try_choices`.

    Returns
    -------
    list of str
        Two or three sentences.
    """
    areas = scenario.areas
    now, then = areas["place_now"] > 0, areas["place"] > 0
    gained, lost = int((then & ~now).sum()), int((now & ~then).sum())
    places = areas.loc[then, "place"].nunique()
    said = [
        f"{_count_words(places, 'place')} with {_count_words(int(then.sum()), 'area')};"
        f" now {_count_words(int(now.sum()), 'area')}."
    ]
    if gained or lost:
        said.append(f"{_count_words(gained, 'area')} would be added and {_count_words(lost, 'area')} left out.")
    else:
        said.append("The places have the same areas as now.")
    said.append(f"The rank of {_count_words(scenario.moved, 'area')} in the force would change.")
    if not scenario.proven:
        more = f"{scenario.value:.0f} of at most {scenario.bound:.0f} points"
        said.append(f"There was no time to prove these places the best: they have {more}. A build searches longer.")
    return said


def _count_words(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _table(scenario: Scenario) -> Table:
    rows = scenario.areas
    seen = rows[(rows["place"] > 0) | (rows["place_now"] > 0)]
    first = rows.loc[seen.index.union(rows.index[:10])].sort_values(["rank", "area_name"], na_position="last")
    return Table(
        "Areas in a place, now or under these choices, and the ten that would rank highest",
        (
            Heading("Area"),
            Heading("Rank now", is_number=True),
            Heading("Rank", is_number=True),
            Heading("Place now", is_number=True),
            Heading("Place", is_number=True),
        ),
        tuple(_row(row) for row in first.head(SHOWN).itertuples()),
    )


def _row(row: Any) -> tuple[Cell, ...]:
    figures = (row.rank_now, row.rank, row.place_now or None, row.place or None)
    return Cell(str(row.area_name)), *(Cell(_figure(one), is_number=True) for one in figures)


def _figure(value: Any) -> str:
    return "\u2013" if value is None or pd.isna(value) else f"{int(value):,}"


def _map(opened: OpenedGeneration, scenario: Scenario) -> SmallMap:
    """The unit alone: its areas, and those in a place now, under the choices, or both."""
    rows = zip(scenario.areas.index, *(scenario.areas[one] for one in ("area_name", "place", "place_now")), strict=True)
    marks = [Mark(f"area {code}", _STEPS[then > 0, now > 0], str(name)) for code, name, then, now in rows]
    shapes = gpd.GeoSeries([opened.atlas.shapes[mark.shape] for mark in marks])
    drawn = opened.atlas.draw(marks, label="Map: areas of the places, now and under these choices", legend=_LEGEND)
    return replace(drawn, view=view_box(shapes))
