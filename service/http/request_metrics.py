"""Counts and times requests, and writes a line about each: never an address with its query, never content."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.clock import now

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
KNOWN_METHODS = ("GET", "HEAD", "OPTIONS", "POST")


class RequestMetrics:
    """Counters of one application."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "impact_areas_requests", "Requests answered.", ("kind", "method", "status"), registry=registry
        )
        self.seconds = Histogram(
            "impact_areas_request_seconds", "Time to answer.", ("kind",), buckets=BUCKETS_S, registry=registry
        )
        self.at_work = Gauge("impact_areas_requests_at_work", "Requests that are being answered.", registry=registry)
        self.age_days = Gauge("impact_areas_generation_age_days", "Age of what is served.", registry=registry)
        self.refresh_failed = Gauge("impact_areas_refresh_failed", "1 where the last build failed.", registry=registry)

    def show_refresh(self, *, age_days: int | None, failed: bool) -> None:
        """Take over the state of what is served."""
        self.age_days.set(float("nan") if age_days is None else age_days)
        self.refresh_failed.set(failed)


class CountRequests:
    """Counts each request, and tells its line to whoever writes the log.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    metrics : RequestMetrics
        Where to count.
    log : callable, optional
        Given one line of JSON for each request.
    """

    def __init__(self, app: ASGIApp, metrics: RequestMetrics, log: Callable[[str], object] | None = None) -> None:
        self.app, self.metrics, self.log = app, metrics, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 500, 0

        async def watch(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            with self.metrics.at_work.track_inprogress():
                await self.app(scope, receive, watch)
        finally:
            self._count(scope, status, size, time.perf_counter() - begun)

    def _count(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        kind = kind_of(scope["path"])
        method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
        self.metrics.requests.labels(kind, method, str(status)).inc()
        self.metrics.seconds.labels(kind).observe(seconds)
        if self.log and kind != "watch":
            line = {
                "at": now().isoformat(),
                "kind": kind,
                "method": method,
                "status": status,
                "bytes": size,
                "ms": round(1000 * seconds, 1),
                "generation": scope.get("generation", ""),
            }
            self.log(json.dumps(line))


def kind_of(path: str) -> str:
    """What a path asks for, in a few words that are known beforehand: a path itself may contain anything."""
    if path in ("/healthz", "/readyz", "/metrics"):
        return "watch"
    if path in ("/audit", "/sql", "/workbench"):
        return path[1:]
    if path.startswith("/ogc"):
        return "collections"
    return "page"
