"""Verbs on who may use the service, and on the log of who did: access, audit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.verbs import on_register, on_workspace
from service.cli.output import Voice

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name, as the proxy gives it, or as you choose for a token.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="viewer, planner, analyst or auditor.")]
Units = Annotated[
    list[str] | None, typer.Option("--npu", metavar="CODE", help="Only this unit; may be given several times.")
]
Days = Annotated[int, typer.Option("--days", metavar="N", help="How long the access lasts.")]
WithToken = Annotated[
    bool, typer.Option("--token", help="Make a token, for QGIS and programs; it is shown once and stored nowhere.")
]
Last = Annotated[int, typer.Option("--last", min=1, metavar="N", help="How many entries.")]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    access = typer.Typer(help="Say who may use the service.", no_args_is_help=True, rich_markup_mode=None)
    access.command("add", epilog="Example: impact-areas access add a.khan@force.example --role planner --npu BE")(add)
    access.command("list", epilog="Example: impact-areas access list")(list_people)
    access.command("revoke", epilog="Example: impact-areas access revoke a.khan@force.example")(revoke)
    app.add_typer(access, name="access")
    audit = typer.Typer(help="Read the log of who asked for what.", no_args_is_help=True, rich_markup_mode=None)
    audit.command("verify", epilog="Example: impact-areas audit verify")(verify)
    audit.command("list", epilog="Example: impact-areas audit list --last 20")(list_entries)
    app.add_typer(audit, name="audit")


@on_register
def add(
    voice: Voice,
    workspace: Path,
    now: datetime,
    name: Name,
    role: RoleName,
    npu: Units = None,
    days: Days = 90,
    token: WithToken = False,
) -> None:
    """Give somebody access; a new access takes the place of an old one."""
    from service.access.people import People

    person, secret = People(workspace).add(name, role=role, npu_codes=npu or (), days=days, now=now, with_token=token)
    lines = [f"{person.name} has access as {person.role}, {_units(person.npu_codes)}, until {person.expires_on}."]
    if secret:
        lines += [f"Token: {secret}", "It is not shown again. Send it as: Authorization: Bearer TOKEN"]
    voice.say(lines, {"name": person.name, "expires_on": person.expires_on.isoformat(), "token": secret})


@on_workspace
def list_people(voice: Voice, workspace: Path) -> None:
    """Show who has access."""
    from service.access.people import People

    people = People(workspace).all()
    lines = [
        f"{one.name}: {one.role}, {_units(one.npu_codes)}, {'by token' if one.token_sha256 else 'by proxy'},"
        f" {'revoked' if one.revoked else f'until {one.expires_on}'}"
        for one in people
    ]
    rows = [
        {
            "name": one.name,
            "role": one.role,
            "npu_codes": list(one.npu_codes),
            "by": "token" if one.token_sha256 else "proxy",
            "expires_on": one.expires_on.isoformat(),
            "revoked": one.revoked,
        }
        for one in people
    ]
    voice.say(lines or ["Nobody has access yet. Give it with: impact-areas access add NAME --role ROLE"], rows)


@on_workspace
def revoke(voice: Voice, workspace: Path, name: Name) -> None:
    """Take somebody's access back, at once."""
    from service.access.people import People

    person = People(workspace).revoke(name)
    voice.say([f"{person.name} has no access any more."], {"name": person.name, "revoked": True})


@on_workspace
def verify(voice: Voice, workspace: Path) -> None:
    """See that no entry of the log was changed, lost or put in."""
    from service.access.audit import verify_audit

    head = verify_audit(workspace)
    voice.say([f"The audit log is whole: {head.count:,} entries."], {"entries": head.count, "chain": head.chain})


@on_workspace
def list_entries(voice: Voice, workspace: Path, last: Last = 20) -> None:
    """Show the latest entries of the log."""
    from service.access.audit import read_audit

    entries = read_audit(workspace, last=last)
    lines = [
        f"{one['at']}  {one['who'] or '(nobody)'}  {one['what'] or one['kind']}  {one['status']}" for one in entries
    ]
    voice.say(lines or ["The audit log is empty."], entries)


def _units(codes: tuple[str, ...]) -> str:
    return f"only {', '.join(codes)}" if codes else "the whole force"
