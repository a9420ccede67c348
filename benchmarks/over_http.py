"""Answers that are kept, over HTTP, beside FastAPI as it is usually written: ``python -m benchmarks.over_http``.

The peer encodes the same ranking at each request, and sends the same page with FileResponse. Both servers run in turn,
16 connections that stay open, requests one after the other on each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import machine, save_result

CONNECTIONS, SECONDS, RUNS = 16, 4.0, 3
RANKING = "/ogc/collections/areas/items?limit=20"
SERVE = """
import sys, uvicorn, socket
from pathlib import Path
which, root, handle = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
if which == "ours":
    from queries.workspace.generations import Workspace
    from service.http.app import create_app
    app = create_app(Workspace(root), allowed_hosts={"127.0.0.1"})
else:
    import json
    from fastapi import FastAPI
    from fastapi.responses import FileResponse
    app, ranking = FastAPI(), json.loads(Path(sys.argv[4]).read_text())
    app.get("/ogc/collections/areas/items")(lambda: ranking)
    app.get("/")(lambda: FileResponse(root / "site" / "index.html"))
config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
uvicorn.Server(config).run(sockets=[socket.socket(fileno=handle)])
"""


async def load(port: int, path: str, seconds: float) -> tuple[list[float], int]:
    """Seconds of every answer, and the bytes of one."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode()
    taken: list[float] = []
    size = 0
    until = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal size
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
        while (started := time.perf_counter()) < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(size)
            taken.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return taken, size


def measure(which: str, root: Path, saved: Path, path: str, seconds: float) -> dict[str, float]:
    """Rate, 99th percentile and processor time of one server answering one address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        command = [sys.executable, "-c", SERVE, which, str(root), str(listening.fileno()), str(saved)]
        server = subprocess.Popen(command, pass_fds=[listening.fileno()])
        try:
            asyncio.run(load(port, path, 0.5))  # starts it, and lets it make the answer
            before = _processor_seconds(server.pid)
            taken, size = asyncio.run(load(port, path, seconds))
            spent = _processor_seconds(server.pid) - before
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    return {
        "per_second": round(len(taken) / seconds, 1),
        "p99_ms": round(1000 * statistics.quantiles(taken, n=100)[98], 1),
        "processor_us": round(1e6 * spent / len(taken), 1),
        "bytes": size,
    }


def _processor_seconds(pid: int) -> float:
    """User and system time of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def save_ranking(root: Path, saved: Path) -> None:
    """The ranking as the service gives it, for the peer to encode."""
    from queries.workspace.generations import Workspace
    from service.http.ogc import geojson, items
    from service.http.ogc.requests import ApiRequest
    from service.http.ogc.resources import Source

    workspace = Workspace(root)
    published = Source(workspace).get(workspace.current()).published
    asked = ApiRequest("http://127.0.0.1/ogc", "/collections/areas/items", (("limit", "20"),), "")
    wanted = items.read_feature_query(published.find("areas"), asked)
    saved.write_bytes(geojson.page_bytes(published, asked, wanted, items.read_page(published, wanted)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    root = parser.parse_args().workspace
    saved = root / "ranking-for-the-peer.json"
    save_ranking(root, saved)
    runs: dict[str, dict[str, list[dict[str, float]]]] = {}
    for _ in range(RUNS):
        for name, path in {"ranking": RANKING, "page": "/"}.items():
            for which in ("ours", "peer"):
                runs.setdefault(name, {}).setdefault(which, []).append(measure(which, root, saved, path, SECONDS))
    saved.unlink()
    median = {
        name: {
            which: {figure: statistics.median(run[figure] for run in taken) for figure in taken[0]}
            for which, taken in both.items()
        }
        for name, both in runs.items()
    }
    told = machine()
    told["packages"] = {name: version(name) for name in ("fastapi", "uvicorn", "httptools", "uvloop")}
    load_then = round(os.getloadavg()[0], 1)
    written = save_result(
        "over_http",
        {"connections": CONNECTIONS, "runs": RUNS, "load": load_then, "machine": told, "median": median, "all": runs},
    )
    print(written, json.dumps(median, indent=2))


if __name__ == "__main__":
    main()
