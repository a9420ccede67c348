"""Serve a workspace's pages over HTTP to this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo.exceptions import NotAllowed, WorkspaceBusy, WrongUsage
from queries.workspace.generations import Workspace
from service.clock import now

if TYPE_CHECKING:
    from service.http.access import SignIn

SIGN_IN = ("tokens", "proxy")
LEAST_SECRET = 32


@dataclass(frozen=True)
class Address:
    """Where a service answers, and how it knows people.

    Attributes
    ----------
    host : str
        Address of this machine.
    port : int
        Port of this machine.
    names : tuple of str
        Names, besides the address, under which browsers ask for it.
    sign_in : str
        ``tokens``, ``proxy``, or empty: everybody who can reach it may read, which only this machine can be.
    proxy_secret : Path, optional
        File with the secret that the proxy sends.
    """

    host: str
    port: int
    names: tuple[str, ...] = ()
    sign_in: str = ""
    proxy_secret: Path | None = None


def serve_workspace(workspace: Path, address: Address, *, on_start: Callable[[str], None]) -> None:
    """Answer browsers until stopped; a line of JSON about each request goes to a log, not to a person.

    Parameters
    ----------
    workspace : Path
        Where something has been built.
    address : Address
        Where to answer, and whom.
    on_start : callable
        Called with the address once it answers.

    Raises
    ------
    NotAllowed
        Other machines could reach it and nobody has to sign in; or nobody could sign in.
    WorkspaceBusy
        Another program answers at the port.
    """
    from service.http.app import create_app
    from service.http.limits import server_of

    host = _checked_host(address)
    shown = f"[{host}]" if ":" in host else host
    held = Workspace(workspace)
    log = None if sys.stderr.isatty() else partial(print, file=sys.stderr, flush=True)
    hosts = {"localhost", "127.0.0.1", "[::1]", shown, *(name.lower() for name in address.names)}
    with _signing_in(workspace, address) as sign_in:
        app = create_app(held, allowed_hosts=hosts, log=log, sign_in=sign_in)
        with _listen(host, address.port) as listening:
            held.check_fully(held.current_file())
            held.mend()
            on_start(f"http://{shown}:{address.port}/")
            server = server_of(app)
            # Opened before anybody asks, so that the first question to the collections need not wait for it.
            threading.Thread(target=app.state.open_collections, daemon=True).start()
            threading.Thread(target=app.state.warm_sql, daemon=True).start()
            try:
                server.run(sockets=[listening])
            finally:
                app.state.close_sql()


def _checked_host(address: Address) -> str:
    """The address, if nobody but this machine can reach it or everybody has to sign in."""
    host = "127.0.0.1" if address.host == "localhost" else address.host
    try:
        alone = ipaddress.ip_address(host).is_loopback
    except ValueError:
        alone = False  # a name, or nothing
    if not alone and not address.sign_in:
        raise NotAllowed(
            f"'{host}' can be reached from other machines, and nobody would have to sign in",
            "Leave out --host; or give people access ('impact-areas access add') and add --sign-in tokens or --sign-in"
            " proxy; or copy the folder 'site' to where the readers are: its pages open by double-click",
        )
    return host


@contextmanager
def _signing_in(workspace: Path, address: Address) -> Iterator[SignIn | None]:
    """How people sign in, with the audit log open; nothing where nobody has to."""
    if not address.sign_in:
        yield None
        return
    from service.access.audit import AuditLog
    from service.access.people import People
    from service.http.access import SignIn

    secret, people = _proxy_secret(address), People(workspace)
    if not any(bool(one.token_sha256) != bool(secret) and one.holds_on(now().date()) for one in people.all()):
        raise NotAllowed(
            f"Nobody could sign in by {address.sign_in}",
            f"Give access first: impact-areas access add NAME --role viewer{'' if secret else ' --token'}",
        )
    audit = AuditLog(workspace)
    try:
        yield SignIn(people, audit, secret)
    finally:
        audit.close()


def _proxy_secret(address: Address) -> str:
    """What the proxy sends; empty where people send tokens."""
    if address.sign_in not in SIGN_IN:
        raise WrongUsage(f"Nobody can sign in by '{address.sign_in}'", f"Choose one of: {', '.join(SIGN_IN)}")
    if address.sign_in == "tokens":
        return ""
    if address.proxy_secret is None or not address.proxy_secret.is_file():
        raise WrongUsage(
            "The secret that the proxy sends is missing",
            "Put 32 or more letters and digits by chance into a file, and name it with --proxy-secret FILE",
        )
    if os.name == "posix" and address.proxy_secret.stat().st_mode & 0o077:
        raise NotAllowed(
            f"Others on this machine can read '{address.proxy_secret}'", f"Run: chmod 600 {address.proxy_secret}"
        )
    secret = address.proxy_secret.read_text(encoding="utf-8").strip()
    if len(secret) < LEAST_SECRET:
        raise NotAllowed(
            f"The secret in '{address.proxy_secret}' has {len(secret)} characters", f"Use {LEAST_SECRET} or more"
        )
    return secret


def _listen(address: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, reuse_port=False
        )
    except OSError as fault:
        raise WorkspaceBusy(
            f"Port {port} at {address} cannot be used: {fault.strerror or fault}", "Choose another with --port"
        ) from None
