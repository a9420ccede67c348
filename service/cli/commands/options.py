"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_WORKSPACE = Path("impact-areas-out")

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print the result and nothing else.")]
Debug = Annotated[bool, typer.Option("--debug", help="Print each step, and the traceback of a fault.")]

WorkspaceFolder = Annotated[
    Path, typer.Option("--workspace", "-w", metavar="DIR", help="Folder that a build has written to.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to: the workspace.")]
Config = Annotated[Path, typer.Argument(metavar="CONFIG", help="Configuration, a .toml file.")]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where paths in CONFIG start; its own folder if left out."),
]
OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the answer to this file.")]
AnswerFormat = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help="table, csv, json, parquet or geojson.")
]
Unit = Annotated[str | None, typer.Option("--npu", metavar="CODE", help="Only this unit.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Rows at most.")]
