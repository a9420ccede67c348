"""``/sql``: a page on which analysts ask, and the same for programs; each question in a process that can be ended."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from geo.exceptions import Refusal, WrongUsage
from maps.drawing.browse_map import Mark, SmallMap
from maps.pages.collection_pages import Cell, Heading, Table
from maps.pages.console_page import Console, StoredTable, console_page
from queries.catalogue.rows import Result, csv_text, json_text, result_of
from service.errors import outcome_of, public_text
from service.http.ogc.html import frame_of
from service.http.ogc.resources import OpenedGeneration, Source
from service.http.request_forms import form_fields
from service.http.response_cache import Answer
from service.http.sql_pool import MOST_BYTES, MOST_ROWS, SECONDS, SqlPool

MOST_BODY = 64_000
BODY_S = 5.0  # for the question to arrive
SHOWN_ROWS = 500
LIMITS = f"It may take {SECONDS:g} seconds and give {MOST_ROWS:,} rows or {MOST_BYTES // 1_000_000} MB."
EXAMPLES = (
    (
        "The ten areas of highest need:",
        "SELECT rank, area_code, area_name, need_score\n"
        "FROM ranking JOIN areas USING (area_code)\nORDER BY rank LIMIT 10",
    ),
    (
        "Recorded crime by type and year:",
        "SELECT crime_type, year(occurred_month) AS year, count(*) AS incidents\n"
        "FROM incidents GROUP BY ALL ORDER BY ALL",
    ),
    (
        "Proposed places, with their reasons:",
        "SELECT candidate_id, candidate_name, reason\nFROM candidates ORDER BY candidate_id",
    ),
)
Stored = Sequence[tuple[str, str, tuple[str, ...]]]  # name, meaning and columns of each table


@dataclass(frozen=True)
class Question:
    """What was asked, and the form of the answer: table, csv or json."""

    sql: str
    form: str


class TooLarge(WrongUsage):
    """More than a question can be."""


def add_console(app: FastAPI, pool: SqlPool, source: Source) -> None:
    """Add ``/sql`` to the application: GET gives the page, POST an answer.

    A program posts ``{"sql": "..."}`` as ``application/json`` and gets JSON, or CSV where it accepts ``text/csv``.

    Parameters
    ----------
    app : FastAPI
        The application.
    pool : SqlPool
        Where questions run.
    source : Source
        The generations that are served, for names and outlines.
    """

    async def page(request: Request) -> Answer:
        served = await run_in_threadpool(source.get, request.scope["generation"])
        tables = await run_in_threadpool(pool.tables)
        return await run_in_threadpool(_page, served, tables, "", examples=EXAMPLES)

    async def answer(request: Request) -> Answer:
        served = await run_in_threadpool(source.get, request.scope["generation"])
        tables = await run_in_threadpool(pool.tables)
        question = Question("", "table")
        try:
            question = read_question(await read_body(request), request.headers)
            answered = await _ask(request, pool, question.sql)
        except Refusal as fault:
            return await run_in_threadpool(_refused, served, tables, question, fault)
        result = result_of(*answered.table)
        if question.form == "csv":
            said = {"content-disposition": 'attachment; filename="answer.csv"'}
            return _bytes(csv_text(result), "text/csv; charset=utf-8", said)
        if question.form == "json":
            return _bytes(json_text({"rows": result.records(), "cut": answered.cut}), "application/json")
        return await run_in_threadpool(_page, served, tables, question.sql, result=result, cut=answered.cut)

    app.router.routes.append(Route("/sql", page, methods=["GET", "HEAD"]))
    app.router.routes.append(Route("/sql", answer, methods=["POST"]))


def read_question(body: bytes, headers: Any) -> Question:
    """What a request asks.

    Parameters
    ----------
    body : bytes
        A form, or JSON with ``sql``.
    headers : mapping of str to str
        ``content-type`` and ``accept``.

    Raises
    ------
    WrongUsage
        It is neither.
    """
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media == "application/json":
            said = json.loads(body)
            form = "csv" if "text/csv" in headers.get("accept", "") else "json"
            return Question(_text(said["sql"]), form)
        if media == "application/x-www-form-urlencoded":
            fields = form_fields(body)
            return Question(_text(fields["sql"]), fields.get("as", "table"))
    except (ValueError, KeyError, TypeError):
        raise WrongUsage("The question cannot be read", 'Send {"sql": "SELECT ..."} as application/json') from None
    raise WrongUsage(f"'{media[:60]}' is no form for a question", "Send application/json, or use the page /sql")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise WrongUsage("There is no question", "Write one statement, such as: SELECT * FROM ranking LIMIT 10")
    return value


async def read_body(request: Request) -> bytes:
    """The body of a request, at most so large and in so many seconds.

    Raises
    ------
    WrongUsage
        It is too large, or does not arrive in time.
    """
    body = b""
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BODY:
                    raise TooLarge(f"The question has more than {MOST_BODY:,} bytes", "Ask for less at a time")
    except TimeoutError:
        raise WrongUsage(f"The question did not arrive in {BODY_S:g} seconds", "Send it again") from None
    return body


async def _ask(request: Request, pool: SqlPool, sql: str) -> Any:
    """The answer; where the client goes away meanwhile, the question is ended."""
    cancelled = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(0.2)
        cancelled.set()

    watching = asyncio.create_task(watch())
    try:
        return await run_in_threadpool(pool.ask, sql, cancelled)
    finally:
        cancelled.set()
        watching.cancel()


def _refused(served: OpenedGeneration, tables: Stored, question: Question, fault: Refusal) -> Answer:
    status = 413 if isinstance(fault, TooLarge) else outcome_of(fault).http_status
    if question.form == "table":
        return _page(served, tables, question.sql, fault=fault, status=status)
    retry = {"retry-after": "2"} if status == 503 else {}
    return _bytes(json_text({"fault": public_text(fault)}), "application/json", retry, status=status)


def _page(
    served: OpenedGeneration,
    tables: Stored,
    sql: str,
    *,
    result: Result | None = None,
    cut: bool = False,
    fault: Refusal | None = None,
    examples: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Answer:
    console = Console(
        sql=sql,
        limits=LIMITS,
        fault=fault.problem if fault else "",
        remedy=fault.remedy if fault else "",
        status=_describe_rows(result, cut=cut) if result else "",
        table=_table(result) if result else None,
        map=_map(served, result) if result else None,
        examples=tuple(examples),
        tables=tuple(StoredTable(*one) for one in tables),
    )
    made = console_page(frame_of(served), console)
    headers = {
        "content-security-policy": made.policy,
        "cache-control": "no-store",
    }
    return Answer(made.html.encode(), "text/html; charset=utf-8", headers, status=status)


def _describe_rows(result: Result, *, cut: bool) -> str:
    count = len(result.rows)
    shown = f", of which {SHOWN_ROWS} are shown; CSV has all of them" if count > SHOWN_ROWS else ""
    more = " There are more: the answer was cut at its limit." if cut else ""
    return f"{count:,} row{'' if count == 1 else 's'}{shown}.{more}"


def _table(result: Result) -> Table:
    numbers = [kind.partition("(")[0] in _NUMBERS for kind in result.types]
    return Table(
        "Answer",
        tuple(Heading(name, is_number) for name, is_number in zip(result.columns, numbers, strict=True)),
        tuple(tuple(map(_cell, row, numbers)) for row in result.rows[:SHOWN_ROWS]),
    )


_NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL"}


def _cell(value: Any, is_number: bool) -> Cell:
    shown = f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return Cell("" if value is None else shown, is_number)


def _map(served: OpenedGeneration, result: Result) -> SmallMap | None:
    """The areas that the rows name; nothing where they name none."""
    if "area_code" not in result.columns:
        return None
    at = result.columns.index("area_code")
    codes = dict.fromkeys(f"area {row[at]}" for row in result.rows)
    marks = [Mark(code, "need 3", code.partition(" ")[2]) for code in codes if code in served.atlas.shapes]
    if not marks:
        return None
    label = f"Map: {len(marks)} areas of the answer"
    return served.atlas.draw(marks, label=label, caption=f"{len(marks)} areas of the answer.")


def _bytes(text: str, media: str, headers: Mapping[str, str] | None = None, *, status: int = 200) -> Answer:
    return Answer(text.encode(), media, {"cache-control": "no-store", **(headers or {})}, status=status)
