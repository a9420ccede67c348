"""Verbs that hand results on, and the one that looks after the machine: export, briefings, serve, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.verbs import on_workspace
from service.cli.output import Voice

To = Annotated[
    str, typer.Option("--to", metavar="FORMAT", help="docx, png, xlsx, gpkg, parquet, csv, geojson, gal or duckdb.")
]
ExportFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder to write to; 'exports' in the workspace if left out."),
]
ForOthers = Annotated[
    bool, typer.Option("--shareable", help="Only from a copy for others, built with --shareable; else refused.")
]
SheetFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder to write to; 'briefings' in the workspace if left out."),
]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address of this machine to answer at.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="N", help="Port to answer at.")]

HostNames = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME", help="Name under which browsers ask; may be given again.")
]
SignInBy = Annotated[
    str, typer.Option("--sign-in", metavar="HOW", help="How people are known, beyond this machine: tokens or proxy.")
]
SecretFile = Annotated[
    Path | None, typer.Option("--proxy-secret", metavar="FILE", help="File with the secret that the proxy sends.")
]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command(epilog="Example: impact-areas export --to gpkg")(export)
    app.command(epilog="Example: impact-areas briefings --out for-print")(briefings)
    app.command(epilog="Example: impact-areas serve --port 8010")(serve)
    app.command(epilog="Example: impact-areas doctor")(doctor)


@on_workspace
def export(
    voice: Voice,
    workspace: Path,
    to: To,
    out: ExportFolder = None,
    shareable: ForOthers = False,
) -> None:
    """Write briefings, pictures or tables for other programs."""
    from service.actions.export import export_workspace

    written = export_workspace(workspace, to=to, out=out, shareable=shareable)
    voice.say([f"Wrote {path}" for path in written], {"written": [str(path) for path in written]})


@on_workspace
def briefings(
    voice: Voice,
    workspace: Path,
    out: SheetFolder = None,
) -> None:
    """Write handout and one-page sheets as PDF."""
    from service.actions.briefing_pdfs import write_briefings

    written = write_briefings(workspace, out=out)
    voice.say([f"Wrote {path}" for path in written], {"written": [str(path) for path in written]})


@on_workspace
def serve(
    voice: Voice,
    workspace: Path,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    name: HostNames = None,
    sign_in: SignInBy = "",
    proxy_secret: SecretFile = None,
) -> None:
    """Show pages to browsers, results to GIS; Ctrl-C ends it."""
    from service.http.serve import Address, serve_workspace

    serve_workspace(
        workspace,
        Address(host, port, tuple(name or ()), sign_in, proxy_secret),
        on_start=lambda address: voice.say(
            [f"Serving {workspace} at {address}", f"For QGIS and other GIS: {address}ogc"],
            {"address": address, "ogc_address": f"{address}ogc"},
        ),
    )


@on_workspace
def doctor(voice: Voice, workspace: Path) -> None:
    """Say whether everything that the program needs is here."""
    from dataclasses import asdict

    from service.cli.doctor import examine, raise_if_unwell

    findings = examine(workspace)
    voice.say([finding.line for finding in findings], [asdict(f) for f in findings])
    raise_if_unwell(findings)
