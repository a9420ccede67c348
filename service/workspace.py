"""A workspace in Python: ``from service.workspace import open_workspace``.

Everything here only reads. Objects draw themselves in a notebook, from what is in them, with nothing fetched.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

import duckdb
import geopandas as gpd
import pandas as pd

from geo.exceptions import NothingFound, WrongUsage
from maps.pages.notebook import map_html, table_html
from queries.catalogue.catalogue import (
    Column,
    NamedQuery,
    bind_named,
    explain_older_generation,
    named_query,
    query_names,
)
from queries.catalogue.demand_columns import name_demand
from queries.catalogue.frames import answer_frame, table_frame
from queries.catalogue.rows import did_you_mean
from queries.store.about import About, read_about
from queries.typed_sql.answers import ask_typed
from queries.typed_sql.open_worker import LOCAL_SECONDS, local_worker
from queries.workspace.generations import Workspace
from service.cli.output import MISSING, format_value, plain

SHOWN_ROWS = 20
CANDIDATE_OUTLINES = (
    "SELECT candidates.*, times_expected, p_selected, level_class, geometry"
    " FROM candidates LEFT JOIN candidate_levels USING (candidate_id) LEFT JOIN ("
    " SELECT candidate_id, ST_SetCRS(ST_Union_Agg(geometry), 'EPSG:27700') AS geometry"
    " FROM candidate_areas JOIN areas USING (area_code) GROUP BY candidate_id"
    ") USING (candidate_id) ORDER BY npu_code, rank"
)


def open_workspace(
    folder: str | Path = "impact-areas-out", *, seconds: float = LOCAL_SECONDS, trusted: bool = False
) -> OpenWorkspace:
    """Open what a build has written, for reading.

    Parameters
    ----------
    folder : str or Path
        The workspace: the folder that a build wrote to.
    seconds : float
        Time that one statement of :meth:`OpenWorkspace.sql` may take.
    trusted : bool
        Let those statements read files of this machine, too. They write nothing in any case.

    Raises
    ------
    NothingFound
        Nothing has been built there.
    WorkspaceBusy
        Another program has the generation open for writing.

    Examples
    --------
    >>> from service.workspace import open_workspace
    >>> workspace = open_workspace("impact-areas-out")
    >>> workspace.run("top_areas", strand="harm", limit=5).frame
    """
    return OpenWorkspace(Workspace(Path(folder)), seconds=seconds, trusted=trusted)


@dataclass(frozen=True)
class Answer:
    """What a query gave.

    Attributes
    ----------
    title : str
        What was asked.
    frame : DataFrame or GeoDataFrame
        The rows; EPSG:27700 where they have outlines.
    columns : tuple of Column
        Meaning and unit of each column; empty for your own SQL.
    empty : str
        What it means that there are no rows.
    """

    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...] = ()
    empty: str = "There are no rows."

    def __len__(self) -> int:
        return len(self.frame)

    def _repr_html_(self) -> str:
        """The first rows, with headings and numbers set for reading."""
        if self.frame.empty:
            return table_html([], [], numeric=[], title=self.title, note=self.empty)
        flat = pd.DataFrame(self.frame).drop(columns=_outline_columns(self.frame))
        head = flat.head(SHOWN_ROWS)
        by_name = {column.name: column for column in self.columns}
        headings = [by_name[name].heading if name in by_name else str(name) for name in head]
        cells = [[_cell(head[name].iloc[row], by_name.get(str(name))) for name in head] for row in range(len(head))]
        numeric = [pd.api.types.is_numeric_dtype(head[name]) for name in head]
        more = f"The first {len(head)} of {len(flat):,} rows; .frame has all of them." if len(flat) > len(head) else ""
        return table_html(headings, cells, numeric=numeric, title=self.title, note=more)


@dataclass(frozen=True)
class Drawing:
    """A map that draws itself in a notebook; ``html`` is the fragment."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


class OpenWorkspace:
    """The current generation of a workspace, and the one before it for queries that compare the two.

    It closes with :meth:`close`, or at the end of a ``with`` block.
    """

    def __init__(self, workspace: Workspace, *, seconds: float = LOCAL_SECONDS, trusted: bool = False) -> None:
        self._workspace = workspace
        self._con: duckdb.DuckDBPyConnection = workspace.open_current()
        workspace.attach_previous(self._con)
        self._worker = local_worker(
            self._con, workspace.current_file(), workspace.previous_file(), seconds=seconds, trusted=trusted
        )
        self.generation = workspace.current()

    def __enter__(self) -> OpenWorkspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and end the process that answers SQL."""
        self._worker.close()
        self._con.close()

    @property
    def about(self) -> About:
        """Force, period, sources, and what the numbers do not show."""
        return read_about(self._con)

    @property
    def queries(self) -> list[NamedQuery]:
        """The catalogue of named queries, each with its purpose, parameters and columns."""
        return [named_query(name) for name in query_names()]

    @property
    def tables(self) -> dict[str, str]:
        """The tables, each with what it contains."""
        sql = (
            "SELECT table_name, comment FROM duckdb_tables()"
            " WHERE database_name = current_database() AND NOT temporary ORDER BY 1"
        )
        return dict(self._con.execute(sql).fetchall())

    def table(self, name: str) -> pd.DataFrame | gpd.GeoDataFrame:
        """A table as a frame; with outlines as a GeoDataFrame in EPSG:27700.

        Raises
        ------
        NothingFound
            There is no such table.
        """
        if name not in self.tables:
            known = list(self.tables)
            raise NothingFound(f"There is no table '{name}'", f"{did_you_mean(name, known)}Tables: {', '.join(known)}")
        return answer_frame(self._con, f'FROM "{name}"')

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """The areas with rank, level, scores and outlines, indexed by ``area_code``, EPSG:27700.

        ``rank_low_next`` to ``rank_high_next`` are about next year; the other ranges of ranks are about this period.
        """
        ranked = self._bind_arguments("ranking_details", {})
        outlines = answer_frame(self._con, "SELECT area_code, geometry FROM areas").set_index("area_code")
        return gpd.GeoDataFrame(ranked.set_index("area_code").join(outlines), geometry="geometry", crs=outlines.crs)

    @property
    def candidates(self) -> gpd.GeoDataFrame:
        """The places proposed, with level and outlines, by ``candidate_id``, EPSG:27700. A person designates."""
        return answer_frame(self._con, CANDIDATE_OUTLINES).set_index("candidate_id")

    @property
    def npus(self) -> gpd.GeoDataFrame:
        """The units with outlines, indexed by ``npu_code``, EPSG:27700."""
        return self.table("npus").set_index("npu_code")

    def run(self, name: str, **arguments: object) -> Answer:
        """Run a named query.

        Parameters
        ----------
        name : str
            As ``queries`` lists it.
        **arguments
            Its parameters; ``from_`` stands for one called ``from``, and a date for a month.

        Raises
        ------
        NothingFound, WrongUsage
            The query, or what a parameter names, does not exist; a value is not allowed.
        """
        query = named_query(name)
        values = {key.rstrip("_"): _as_text(value) for key, value in arguments.items()}
        return Answer(
            query.purpose, self._bind_arguments(name, values), name_demand(self._con, query).columns, query.empty
        )

    def sql(self, statement: str, **values: object) -> Answer:
        """Ask in SQL; ``$name`` in it is bound to the value given under that name.

        Raises
        ------
        NotAllowed
            The statement would do something else than read what the build made.
        WrongUsage, NothingFound, WorkspaceBusy
            It cannot be run, names what is not there, or takes too long.

        Notes
        -----
        It runs in a process of its own, which can be stopped and cannot write. A generation that is built meanwhile
        is not seen: the answer comes from the one that was current when the workspace was opened.
        """
        return Answer("Answer", table_frame(*ask_typed(self._con, self._worker, statement, values)))

    def map(self, column: str = "need_score", *, npu: str | None = None, title: str = "") -> Drawing:
        """Draw the areas by one of their columns, in five classes at most.

        Parameters
        ----------
        column : str
            A column of numbers of ``areas``.
        npu : str, optional
            Only this unit. Classes are then those of the unit.
        title : str
            Above the map; made from the column where left out.

        Raises
        ------
        WrongUsage
            There is no such column of numbers.
        NothingFound
            There is no such unit.
        """
        areas = self.areas
        numbers = [str(name) for name in areas.select_dtypes("number")]
        if column not in numbers:
            nearest = did_you_mean(column, numbers)
            raise WrongUsage(f"'{column}' is not a column of numbers", f"{nearest}There are: {', '.join(numbers)}")
        chosen = areas if npu is None else areas[areas["npu_code"] == npu]
        if chosen.empty:
            units = ", ".join(sorted(areas["npu_code"].unique()))
            raise NothingFound(f"There is no unit '{npu}'", f"There are: {units}")
        about = self.about
        columns = name_demand(self._con, named_query("ranking_details")).columns
        heading = next(one for one in columns if one.name == column).heading
        return Drawing(
            map_html(
                chosen.geometry,
                chosen[column],
                title=f"{about.marking}   {title or f'{heading}, {about.force_name}'}",
                names=chosen["area_name"],
                assessable=chosen["not_assessable_reason"].fillna("").eq(""),
                note=f"{about.period}. {self.generation}. {' '.join(about.attributions[:1])}",
            )
        )

    def _bind_arguments(self, name: str, arguments: Mapping[str, str | None]) -> pd.DataFrame:
        sql, values = bind_named(self._con, name, arguments)
        with explain_older_generation(name):
            return answer_frame(self._con, sql, values)

    def _repr_html_(self) -> str:
        """Force, period, generation, and what to do next."""
        facts = [[word, sentence] for word, sentence in self.about.facts()]
        note = "Next: .areas, .candidates, .queries, .run('top_areas'), .sql('SELECT …'), .map('need_score')"
        return table_html(["", ""], facts, numeric=[False, False], title="Impact Areas workspace", note=note)


def _as_text(value: object) -> str | None:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    return None if value is None else str(value)


def _outline_columns(frame: pd.DataFrame) -> Sequence[str]:
    return [str(name) for name in frame if isinstance(frame[name], gpd.GeoSeries)]


def _cell(value: object, column: Column | None) -> str:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    item = value.item() if hasattr(value, "item") else value
    if column is not None:
        return format_value(item, column)
    return f"{item:,.2f}".removesuffix(".00") if isinstance(item, float) else plain(item)
