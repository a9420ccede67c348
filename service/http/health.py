"""Report the service's health: alive, ready, and the age of what it shows."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool

from geo.exceptions import Refusal
from queries.catalogue.rows import json_text
from queries.workspace.failed_refresh import read_failure
from queries.workspace.generations import Workspace
from service.clock import now
from service.http.current_generation import Site
from service.http.request_metrics import RequestMetrics

STALE_DAYS = 45  # data come by the month: a month, and two weeks for the files to be published
PATHS = ("/healthz", "/readyz", "/metrics")


def add_health(app: FastAPI, workspace: Workspace, site: Site, metrics: RequestMetrics) -> None:
    """Add ``/healthz``, ``/readyz`` and ``/metrics`` to the application.

    ``/healthz`` answers 200 while the process can answer, and says in ``status`` whether the last refresh failed or is
    old. ``/readyz`` answers 503 where the current generation cannot be shown. ``/metrics`` has the counters in the form
    that Prometheus reads. None names a file or a fault: those are in ``impact-areas doctor``.

    Parameters
    ----------
    app : FastAPI
        The application.
    workspace : Workspace
        What it serves.
    site : Site
        Its pages.
    metrics : RequestMetrics
        What was counted.
    """

    @app.get("/healthz")
    async def healthz(request: Request) -> Response:
        said = await run_in_threadpool(describe_health, workspace, request.scope["generation"], now())
        pages = await run_in_threadpool(site.of, request.scope["generation"])
        return _json({**said, "pages": len(pages.by_name)})

    @app.get("/readyz")
    async def readyz(request: Request) -> Response:
        generation = request.scope["generation"]
        try:
            await run_in_threadpool(workspace.check_quickly, workspace.generations / f"{generation}.duckdb")
        except (Refusal, OSError):
            return _json({"ready": False, "generation": generation}, status=503)
        return _json({"ready": True, "generation": generation})

    @app.get("/metrics")
    async def counters(request: Request) -> Response:
        said = await run_in_threadpool(describe_health, workspace, request.scope["generation"], now())
        metrics.show_refresh(age_days=said["age_days"], failed=said["status"] == "refresh failed")
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


def describe_health(workspace: Workspace, generation: str, at: datetime) -> dict[str, Any]:
    """State of what is served: ok, stale (older than 45 days), or refresh failed.

    Parameters
    ----------
    workspace : Workspace
        What is served.
    generation : str
        The generation that is current.
    at : datetime
        The present, UTC.

    Returns
    -------
    dict
        ``status``, ``generation``, ``built_at`` and ``age_days`` (None where its manifest does not say),
        ``refresh_failed_at`` (None where the last build succeeded).
    """
    built_at = _built_at(workspace, generation)
    age_days = (at - built_at).days if built_at else None
    failure = read_failure(workspace)
    stale = age_days is not None and age_days > STALE_DAYS
    return {
        "status": "refresh failed" if failure else "stale" if stale else "ok",
        "generation": generation,
        "built_at": built_at.isoformat() if built_at else None,
        "age_days": age_days,
        "refresh_failed_at": failure.at.isoformat() if failure else None,
    }


def _built_at(workspace: Workspace, generation: str) -> datetime | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads((workspace.generations / f"{generation}.json").read_text(encoding="utf-8"))
        return datetime.fromisoformat(manifest["built_at"])
    return None


def _json(content: object, *, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(json_text(content), status_code=status, media_type="application/json", headers=headers)
