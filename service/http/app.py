"""Serve the pages and the OGC API over HTTP: known names only, headers on every answer, no path from a request.

A name in a request is looked up in a dictionary and never becomes part of a path.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queries.workspace.generations import Workspace
from service.http.access import Access, SignIn, add_audit, refuse_unlisted_routes
from service.http.console import add_console
from service.http.current_generation import CurrentGeneration, Site
from service.http.health import add_health
from service.http.limits import BoundedWork
from service.http.ogc.resources import Source
from service.http.ogc.routes import add_ogc
from service.http.request_metrics import CountRequests, RequestMetrics
from service.http.response_cache import Answer, CachedAnswers, ResponseCache
from service.http.security_headers import ALWAYS, HEADERS, STRICTEST
from service.http.sql_pool import SqlPool
from service.http.workbench import add_workbench

METHODS = ("GET", "HEAD")
POSTED = ("/sql", "/workbench")
_FOREIGN = "Ask from a page of this service"
NO_PAGE = Answer(b"There is no such page. Start at /", "text/plain; charset=utf-8", status=404)


def create_app(
    workspace: Workspace,
    *,
    allowed_hosts: Collection[str],
    log: Callable[[str], object] | None = None,
    sign_in: SignIn | None = None,
) -> FastAPI:
    """Create the application; each request is answered from the generation current when it arrives.

    Parameters
    ----------
    workspace : Workspace
        Where something has been built. A later build is taken up with its pages.
    allowed_hosts : collection of str
        Names, without port, under which a browser may ask. Any other is refused, so that a page elsewhere cannot reach
        this one through a name of its own.
    log : callable, optional
        Given a line of JSON for each request.
    sign_in : SignIn, optional
        How people are known; left out, everybody who can reach the application may read.

    Returns
    -------
    FastAPI
        Ready for uvicorn.

    Raises
    ------
    NothingFound
        Nothing has been built, or there are no pages.
    """
    in_force, cache = CurrentGeneration(workspace), ResponseCache()
    site, source = Site(workspace, in_force.name()), Source(workspace)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.open_collections = lambda: source.get(in_force.name())
    app.add_middleware(BoundedWork)
    app.add_middleware(CachedAnswers, cache=cache, in_force=in_force)
    if sign_in is not None:
        app.add_middleware(Access, sign_in=sign_in, router=app.router)
    app.add_middleware(Guard, allowed_hosts=frozenset(allowed_hosts))
    metrics = RequestMetrics()
    app.add_middleware(CountRequests, metrics=metrics, log=log)  # added last, it is asked first
    add_ogc(app, source, cache)
    add_health(app, workspace, site, metrics)
    add_audit(app, workspace.root)
    pool = SqlPool(workspace)
    app.state.warm_sql, app.state.close_sql = pool.warm, pool.close
    add_console(app, pool, source)
    add_workbench(app, workspace, source)

    async def page(request: Request) -> Answer:
        pages = await run_in_threadpool(site.of, request.scope["generation"])
        found = pages.by_name.get(request.path_params["name"] or "index.html", NO_PAGE)
        if (pages.generation, pages.decision_folder) == (request.scope["generation"], request.scope["decided"]):
            cache.put(request.scope, found)
        return found

    app.router.routes.append(Route("/{name:path}", page, methods=list(METHODS)))
    refuse_unlisted_routes(app.router)
    return app


class Guard:
    """Refuses requests for other hosts and methods, and puts the same headers on every answer."""

    def __init__(self, app: ASGIApp, allowed_hosts: frozenset[str]) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_defaults(message["headers"])}
            await send(message)

        await (self._refusal(scope) or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or _without_port(hosts[0]) not in self.allowed_hosts:
            return Response("This name is not served here", status_code=400, media_type="text/plain")
        if scope["method"] == "POST" and scope["path"] in POSTED:
            own = _from_own_page(scope, hosts[0])
            return None if own else Response(_FOREIGN, status_code=403, media_type="text/plain")
        if scope["method"] not in METHODS:
            allow = {"Allow": ", ".join(METHODS)}
            return Response("Pages are only read", status_code=405, media_type="text/plain", headers=allow)
        return None


def _with_defaults(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, and those that every answer has."""
    present = {name.lower() for name, _ in headers}
    every = {"Content-Security-Policy": f"{STRICTEST}; {ALWAYS}", **HEADERS}
    added = [(name.lower().encode(), value.encode()) for name, value in every.items()]
    return headers + [(name, value) for name, value in added if name not in present]


def _from_own_page(scope: Scope, host: str) -> bool:
    """Whether a page of this service, or a program, sends this; a browser says so where a page elsewhere does.

    A page that sends no referrer gives no origin either, so what the browser says of the site counts first.
    """
    said = {name: value.decode("latin-1").lower() for name, value in scope["headers"]}
    if b"sec-fetch-site" in said:
        return said[b"sec-fetch-site"] in ("same-origin", "none")
    return b"origin" not in said or said[b"origin"].partition("://")[2] == host.lower()


def _without_port(host: str) -> str:
    """Name in a Host header, in small letters."""
    name, _, port = host.lower().rpartition(":")
    return name if port.isdigit() and name else host.lower()
