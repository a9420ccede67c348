"""Handing a workspace on: exports on request, and its pages over HTTP to this machine."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.exceptions import NotAllowed, WorkspaceBusy
from queries.workspace.generations import Workspace


def serve_workspace(workspace: Path, *, host: str, port: int, on_start: Callable[[str], None]) -> None:
    """Answer browsers on this machine until stopped; a line of JSON about each request goes to a log, not to a person.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    host : str
        Address of this machine.
    port : int
        Port of this machine.
    on_start : callable
        Called with the address once it answers.

    Raises
    ------
    NotAllowed
        The address is not of this machine alone.
    WorkspaceBusy
        Another program answers at the port.
    """
    from service.http.app import create_app
    from service.http.limits import server_of

    address = _loopback(host)
    shown = f"[{address}]" if ":" in address else address
    held = Workspace(workspace)
    log = None if sys.stderr.isatty() else partial(print, file=sys.stderr, flush=True)
    app = create_app(held, allowed_hosts={"localhost", "127.0.0.1", "[::1]", shown}, log=log)
    with _listen(address, port) as listening:
        held.check_fully(held.current_file())
        held.mend()
        on_start(f"http://{shown}:{port}/")
        server = server_of(app)
        # Opened before anybody asks, so that the first question to the collections need not wait for it.
        threading.Thread(target=app.state.open_collections, daemon=True).start()
        server.run(sockets=[listening])


def _loopback(host: str) -> str:
    """The address, if nobody but this machine can reach it."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        alone = ipaddress.ip_address(address).is_loopback
    except ValueError:
        alone = False
    if not alone:
        raise NotAllowed(
            f"'{host}' can be reached from other machines, which is not allowed until the service has roles",
            "Leave out --host, or copy the folder 'site' to where the readers are: its pages open by double-click",
        )
    return address


def _listen(address: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, reuse_port=False
        )
    except OSError as fault:
        raise WorkspaceBusy(
            f"Port {port} at {address} cannot be used: {fault.strerror or fault}", "Choose another with --port"
        ) from None
