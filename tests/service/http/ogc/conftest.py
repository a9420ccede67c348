"""The sample, served by a real server on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def con(sample):
    """The same generation, asked with SQL."""
    return sample


@dataclass
class Live:
    """A server, and what its log says of each request since it was last cleared."""

    root: str
    file: Path
    start: int = 0

    def clear(self) -> None:
        self.start = self.file.stat().st_size

    @property
    def log(self) -> list[str]:
        """Paths with their queries, in order."""
        lines = self.file.read_bytes()[self.start :].decode().splitlines()
        return [line.split('"')[1].split(" ")[1] for line in lines if '"GET ' in line]


# A process of its own: GDAL inside this one would hold the interpreter while it waits for the answer.
SERVE = """
import sys, uvicorn
from pathlib import Path
from queries.workspace.generations import Workspace
from service.http.app import create_app
app = create_app(Workspace(Path(sys.argv[1])), allowed_hosts={"127.0.0.1", "localhost"})
uvicorn.run(app, port=int(sys.argv[2]), lifespan="off")
"""


@pytest.fixture(scope="session")
def live_server(sample_build, tmp_path_factory):
    """The service as it runs, on a free port of this machine."""
    log = tmp_path_factory.mktemp("log") / "server.txt"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as stream:
        command = [sys.executable, "-c", SERVE, str(sample_build[0].root), str(port)]
        server = subprocess.Popen(command, stdout=stream, stderr=stream, cwd=ROOT)
        root = f"http://127.0.0.1:{port}/ogc"
        wait_for(f"{root}/conformance", server)
        yield Live(root, log)
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Ask until there is an answer, or no server any more."""
    while server.poll() is None:
        try:
            assert httpx.get(address, timeout=120).status_code == 200
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server ended before it answered")


@pytest.fixture(scope="session")
def client(live_server):
    """Asks the server; addresses start behind ``/ogc``."""
    with httpx.Client(base_url=live_server.root, timeout=30) as client:
        yield client


@pytest.fixture
def live(live_server):
    """The server with an empty log."""
    live_server.clear()
    return live_server


@pytest.fixture(scope="session")
def gdal_tools():
    """Debian's ogrinfo and ogr2ogr; without them these tests are skipped, unless the environment says otherwise."""
    found = {name: shutil.which(name) for name in ("ogrinfo", "ogr2ogr")}
    if not all(found.values()):
        if os.environ.get("IMPACT_AREAS_NEED_GDAL") == "1":
            pytest.fail("IMPACT_AREAS_NEED_GDAL=1, and ogrinfo or ogr2ogr is missing")
        pytest.skip("ogrinfo or ogr2ogr is missing (Debian: gdal-bin)")
    return found
