"""Recognise files that other programs leave beside data: Office's lock files, and those of a Mac."""

from __future__ import annotations

from pathlib import PurePosixPath

_PREFIXES = ("~$", "._", ".~lock.")
_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def is_clutter(name: str) -> bool:
    r"""Whether a file (or a member of an archive) is no data but a trace of another program.

    Parameters
    ----------
    name : str
        Its name with its folders, separated by ``/`` or ``\``.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith(_PREFIXES) or path.name.lower() in _NAMES or "__MACOSX" in path.parts
