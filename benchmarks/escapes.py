"""Does SQL that a person types get out? Every statement, each protection alone and all together.

    python -m benchmarks.escapes [--few N]

A canary file must not be read, a listener on this machine not be reached, no file appear or change, and (with all
protections) no row be forged for the session. With one protection alone, rows of temporary tables may be forged in
the worker itself: only admission prevents that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from benchmarks.escape_statements import STATEMENTS
from geo.exceptions import Refusal
from queries.store.connection import spatial_extension
from queries.typed_sql.ask import SqlWorker
from queries.typed_sql.messages import Opening
from queries.typed_sql.open_worker import register_tables
from queries.workspace.generations import Workspace

CANARY = "canary-7f3a91"
LAYERS = ("admission", "settings", "process")
SETS = {**{name: frozenset({name}) for name in LAYERS}, "all": frozenset(LAYERS)}


@dataclass(frozen=True)
class Escape:
    """One statement that got out."""

    layers: str
    statement: str
    how: str


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that notes who connects."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append("connected")
                connection.close()

        listening = threading.Thread(target=listen)
        listening.start()
        yield server.getsockname()[1], heard
        stop.set()
        listening.join()


def fingerprint(folder: Path) -> str:
    """Hash of every file of a folder, by name and content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


def prepare(workspace: Workspace, folder: Path, port: int) -> tuple[Workspace, dict[str, object]]:
    """A copy of a workspace in a folder, with a canary beside it, and what is in the statements' names."""
    copied = Workspace(folder / "workspace")
    shutil.copytree(workspace.root, copied.root)
    canary = folder / "canary.csv"
    canary.write_text(f"a,b\n{CANARY},1\n", encoding="utf-8")
    vrt = folder / "disguised.geojson"
    vrt.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="canary"><SrcDataSource>{canary}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    names = {
        "canary": canary,
        "vrt": vrt,
        "out": folder / "out.file",
        "db": copied.current_file(),
        "current": copied.generations / "CURRENT",
        "register": copied.root / "register.jsonl",
        "port": port,
    }
    return copied, names


def opening_of(workspace: Workspace) -> Opening:
    """What the worker of a person at this machine opens."""
    with workspace.open_current() as con:
        tables = register_tables(con)
    previous = workspace.previous_file()
    return Opening(str(spatial_extension()), str(workspace.current_file()), str(previous or ""), tables, seconds=3.0)


def try_all(workspace: Workspace, statements: Sequence[str], sets: Sequence[str] = tuple(SETS)) -> list[Escape]:
    """Run statements under sets of protections; give those that got out."""
    found: list[Escape] = []
    with tempfile.TemporaryDirectory() as held, listener() as (port, heard):
        folder = Path(held)
        copied, names = prepare(workspace, folder, port)
        before, opening = fingerprint(folder), opening_of(copied)
        for name in sets:
            worker = SqlWorker(replace(opening, layers=SETS[name]))
            expected = _rows(worker)
            for statement in statements:
                said = _ask(worker, statement.format(**names))
                how = ["read"] * (CANARY in said) + ["reached"] * bool(heard)
                now = fingerprint(folder)
                how += ["wrote"] * (now != before) + ["forged"] * (name == "all" and _rows(worker) != expected)
                heard.clear()
                found += [Escape(name, statement, one) for one in how]
                if now != before:
                    worker.close()
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir(exist_ok=True)
                    copied, names = prepare(workspace, folder, port)
            worker.close()
            print(f"{name}: {len(statements)} statements tried", file=sys.stderr, flush=True)
    return found


def _rows(worker: SqlWorker) -> str:
    """Counts of what could be forged; empty where the worker no longer answers."""
    return _ask(worker, "SELECT (SELECT count(*) FROM ranking), (SELECT count(*) FROM designations)")


def _ask(worker: SqlWorker, sql: str) -> str:
    """What comes back, refusals included: no canary may be in those either."""
    try:
        return str(worker.ask(sql).table.to_pydict())
    except (Refusal, duckdb.Error) as fault:
        return f"{type(fault).__name__}: {fault}".replace(sql, "")


def main() -> None:
    """Print what got out, and end with 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path, help="a workspace that a build has written to; it is copied")
    parser.add_argument("--few", type=int, default=1, help="only every n-th statement")
    given = parser.parse_args()
    statements = STATEMENTS[:: given.few]
    found = try_all(Workspace(given.workspace), statements)
    for one in found:
        print(f"{one.layers}: {one.how}: {one.statement}", file=sys.stderr)
    counts = {name: sum(one.layers == name for one in found) for name in SETS}
    print(json.dumps({"statements": len(statements), "escapes": counts}))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
