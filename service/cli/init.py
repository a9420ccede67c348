"""Write a start: the sample force, or a commented configuration and a note on which file goes where."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from geo.exceptions import NotAllowed
from queries.workspace.generations import write_atomically

FILES = {"impact-areas.toml": "starter.toml", "README.txt": "starter.txt"}
FOLDERS = ("areas", "lookups", "population", "deprivation", "police_uk", "calls", "context", "tables")


def sample_config() -> Path:
    """The configuration of the sample force, which comes with the program.

    Returns
    -------
    Path
        ``data_samples/sample.toml`` of the installed package.
    """
    return Path(str(resources.files("data_samples") / "sample.toml"))


def write_starter(folder: Path) -> list[Path]:
    """Write the configuration, the note and the empty folders that both name.

    Parameters
    ----------
    folder : Path
        Where to; made if it is missing.

    Returns
    -------
    list of Path
        The configuration, then the note.

    Raises
    ------
    NotAllowed
        One of the two files is there already, or the folder cannot be made: nothing has been written.
    """
    present = [name for name in FILES if (folder / name).exists()]
    if present:
        remedy = "Name another folder; nothing is overwritten"
        raise NotAllowed(f"'{folder}' contains {' and '.join(present)} already", remedy)
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NotAllowed(f"'{folder}' cannot be made: {fault.strerror}", "Name another folder") from None
    for name, template in FILES.items():
        text = (resources.files("service.cli") / "templates" / template).read_text(encoding="utf-8")
        write_atomically(folder / name, text)
    return [folder / name for name in FILES]
