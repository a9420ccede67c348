"""Verbs that make something: demo, init, check, build."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.commands.options import DEFAULT_WORKSPACE, Config, Data, Out
from service.cli.commands.verbs import with_voice
from service.cli.output import Voice

NewFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made if it is missing.")]
ForOthers = Annotated[
    bool, typer.Option("--shareable", help="Make a copy for others: small counts suppressed, nothing to work them out.")
]


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command(epilog="Example: impact-areas demo --out demo")(demo)
    app.command(epilog="Example: impact-areas init my-force")(init)
    app.command(epilog="Example: impact-areas check my-force/impact-areas.toml --data my-force/data")(check)
    app.command(epilog="Example: impact-areas build my-force/impact-areas.toml --data my-force/data --out my-results")(
        build
    )


@with_voice
def demo(
    voice: Voice,
    out: Out = DEFAULT_WORKSPACE,
    shareable: ForOthers = False,
) -> None:
    """Run the main job on the sample force, from files to pages."""
    from service.cli.init import sample_config

    _build(sample_config(), data=None, out=out, shareable=shareable, voice=voice)


@with_voice
def init(voice: Voice, folder: NewFolder) -> None:
    """Write a commented configuration to start from."""
    from service.cli.init import write_starter

    written = write_starter(folder)
    lines = [f"Wrote {path}" for path in written]
    lines.append(f"Next: put your files where {written[1]} says, then run: impact-areas check {written[0]}")
    voice.say(lines, {"written": [str(path) for path in written]})


@with_voice
def check(voice: Voice, config: Config, data: Data = None) -> None:
    """Read everything, write nothing, say what is wrong."""
    from service.clock import now

    moment = now()  # before the libraries: one of them fails in its own words on a SOURCE_DATE_EPOCH that is no number
    from service.build import pipeline

    with voice.steps() as steps:
        report = pipeline.check(config, data=data, now=moment, on_step=steps)
    voice.say(report.lines(), report.as_dict())


@with_voice
def build(
    voice: Voice,
    config: Config,
    data: Data = None,
    out: Out = DEFAULT_WORKSPACE,
    shareable: ForOthers = False,
) -> None:
    """Do the main job: from files to ranking and pages."""
    _build(config, data=data, out=out, shareable=shareable, voice=voice)


def _build(config: Path, *, data: Path | None, out: Path, shareable: bool, voice: Voice) -> None:
    from service.build.second_process import may_be_copied, second_process
    from service.clock import now

    moment = now()
    needed = ("service.build.pipeline", "maps.drawing.leaflet_features")
    with second_process(*needed, copied=may_be_copied()) as helper, voice.steps() as steps:
        from service.build import pipeline

        summary = pipeline.build(
            config, data=data, out=out, now=moment, shareable=shareable, on_step=steps, helper=helper
        )
    voice.say(summary.lines(), summary.as_dict())
