"""Verbs of what people decide: designate, and what is kept about designations."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.options import Unit
from service.cli.commands.verbs import on_register, on_workspace
from service.cli.output import Voice

Targets = Annotated[
    list[str],
    typer.Argument(metavar="CANDIDATE|AREA...", help="A candidate, as BE-1, or areas; each by its code or name."),
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Take areas that do not touch, lie in several units, or have few residents.")
]
Named = Annotated[str, typer.Argument(metavar="DESIGNATION", help="Its id, as D1, or its name.")]
Name = Annotated[str, typer.Option("--name", metavar="TEXT", help="What it is called; no name is used twice.")]
By = Annotated[str, typer.Option("--by", metavar="TEXT", help="Who decides.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Review = Annotated[str, typer.Option("--review", metavar="DATE", help="Day by which to look again, as '1 May 2027'.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Day from which they count, as '1 October 2019'; today if left out."),
]
NameColumn = Annotated[str, typer.Option("--name-column", metavar="NAME", help="Column that names each one.")]
Crs = Annotated[str | None, typer.Option("--crs", metavar="CRS", help="For a file that names none, as EPSG:27700.")]
Layer = Annotated[str | None, typer.Option("--layer", metavar="NAME", help="For a file with several layers.")]
Add = Annotated[
    list[str] | None, typer.Option("--add", metavar="AREA", help="Area or candidate to take in; may be repeated.")
]
Drop = Annotated[
    list[str] | None, typer.Option("--drop", metavar="AREA", help="Area or candidate to leave out; may be repeated.")
]
ByUnit = Annotated[bool, typer.Option("--by-npu", help="Present against proposed, unit by unit.")]
ImportFile = Annotated[Path, typer.Argument(metavar="FILE", help="Outlines, or a CSV of area_code and name.")]
ExportFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Its ending says the format: .gpkg, .geojson or .csv.")
]

designations = typer.Typer(
    help="The register of Impact Areas that a person has decided on.",
    epilog="Example: impact-areas designations list",
    rich_markup_mode=None,
)

custody = typer.Typer(
    help="Check the file of decisions, or restore a copy.",
    epilog="Example: impact-areas register verify",
    rich_markup_mode=None,
)
RegisterCopy = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A copy; the one that is kept with each decision if left out."),
]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command(
        epilog="Example: impact-areas designate BE-1 --name Riverside --by 'Supt Khan' --reason 'Board paper 12'"
        " --review 2027-05-01"
    )(designate)
    designations.command("list", epilog="Example: impact-areas designations list --npu BE")(list_designations)
    designations.command("show", epilog="Example: impact-areas designations show D1")(show)
    designations.command(
        "review",
        epilog="Example: impact-areas designations review D1 --by 'Supt Khan' --reason 'Need has not fallen'"
        " --review 2028-05-01",
    )(review)
    designations.command(
        "exit",
        epilog="Example: impact-areas designations exit D1 --by 'Supt Khan' --reason 'Below the line since May'",
    )(end)
    designations.command(
        "import",
        epilog="Example: impact-areas designations import present.gpkg --by 'Supt Khan' --reason 'Board, October 2019'"
        " --review 2027-05-01 --since 2019-10-01",
    )(take)
    designations.command("redraw", epilog="Example: impact-areas designations redraw")(show_on_pages)
    designations.command("export", epilog="Example: impact-areas designations export designations.gpkg")(export)
    app.add_typer(designations, name="designations")
    custody.command("verify", epilog="Example: impact-areas register verify")(verify)
    custody.command("restore", epilog="Example: impact-areas register restore")(restore)
    app.add_typer(custody, name="register")


@on_register
def designate(
    voice: Voice,
    workspace: Path,
    now: datetime,
    targets: Targets,
    name: Name,
    by: By,
    reason: Reason,
    review: Review,
    anyway: Anyway = False,
) -> None:
    """Designate an Impact Area: a person's decision."""
    from service.register import designate as designating

    given = {"name": name, "by": by, "reason": reason, "review": review}
    done = designating.designate(workspace, targets, **given, now=now, anyway=anyway)
    voice.say(done.lines, done.content)


@on_register
def list_designations(voice: Voice, workspace: Path, now: datetime, npu: Unit = None, by_npu: ByUnit = False) -> None:
    """List designations, and how each compares now."""
    from service.register.details import show_register

    name, given = ("designations_by_npu", {}) if by_npu else ("designations", {"npu": npu})
    query, result = show_register(workspace, name, given, today=now.date())
    voice.table(result, columns=query.columns, empty=query.empty)


@on_register
def show(voice: Voice, workspace: Path, now: datetime, named: Named) -> None:
    """Show one: areas, gains and losses, decisions, problems."""
    from service.cli.output import plain
    from service.register.details import TITLES, show_designation

    shown = show_designation(workspace, named, today=now.date())
    if voice.as_json:
        voice.say([], shown.as_dict())
        return
    known = {name: value for name, value in shown.facts.items() if value not in (None, "")}
    rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in known.items()}
    facts = [(name.replace("_", " "), plain(value)) for name, value in rounded.items()]
    voice.say([f"{name:<20} {value}" for name, value in facts], None)
    for part, (query, result) in shown.parts.items():
        voice.say(["", TITLES[part]], None)
        voice.table(result, columns=query.columns, empty=query.empty)


@on_register
def review(
    voice: Voice,
    workspace: Path,
    now: datetime,
    named: Named,
    by: By,
    reason: Reason,
    review: Review,
    add: Add = None,
    drop: Drop = None,
    anyway: Anyway = False,
) -> None:
    """Keep a designation after a review, perhaps with other areas."""
    from service.register import designate as designating

    given = {"by": by, "reason": reason, "review": review}
    done = designating.review_designation(
        workspace, named, **given, now=now, add=add or (), drop=drop or (), anyway=anyway
    )
    voice.say(done.lines, done.content)


@on_register
def end(voice: Voice, workspace: Path, now: datetime, named: Named, by: By, reason: Reason) -> None:
    """End a designation; it stays in the register."""
    from service.register import designate as designating

    done = designating.end_designation(workspace, named, by=by, reason=reason, now=now)
    voice.say(done.lines, done.content)


@on_register
def take(
    voice: Voice,
    workspace: Path,
    now: datetime,
    file: ImportFile,
    by: By,
    reason: Reason,
    review: Review,
    since: Since = None,
    name_column: NameColumn = "name",
    crs: Crs = None,
    layer: Layer = None,
) -> None:
    """Take present Impact Areas from outlines or a list of areas."""
    from service.register.import_ import import_designations

    options = {"since": since, "crs": crs, "layer": layer}
    done = import_designations(
        workspace, file, by=by, reason=reason, review=review, name_column=name_column, now=now, **options
    )
    voice.say(done.lines, done.content)


@on_workspace
def show_on_pages(voice: Voice, workspace: Path) -> None:
    """Show decisions on pages and sheets again."""
    from service.build.redraw import redraw

    done = redraw(workspace)
    voice.say([done.line], {"redrawn": list(done.files)})


@on_workspace
def export(voice: Voice, workspace: Path, file: ExportFile) -> None:
    """Write the current designations for other programs."""
    from service.register.export import export_designations

    count = export_designations(workspace, file)
    voice.say(
        [f"Wrote {count} designation{'s' * (count != 1)} to {file}"], {"written": [str(file)], "designations": count}
    )


@on_workspace
def verify(voice: Voice, workspace: Path) -> None:
    """Check that every decision is there as it was written."""
    from service.register.custody import verify_register

    done = verify_register(workspace)
    voice.say(done.lines, done.content)


@on_workspace
def restore(voice: Voice, workspace: Path, copy: RegisterCopy = None) -> None:
    """Put a copy of the register in its place; keeps what was there."""
    from service.register.custody import restore_register

    done = restore_register(workspace, copy)
    voice.say(done.lines, done.content)
