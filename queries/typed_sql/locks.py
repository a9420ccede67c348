"""Set DuckDB's own settings that keep SQL inside one file, in a fixed order, and read each back."""

from __future__ import annotations

from pathlib import Path

import duckdb

_NO_FILES = "LocalFileSystem"
_LOCKS = (
    ("python_enable_replacements", "false"),
    ("autoinstall_known_extensions", "false"),
    ("autoload_known_extensions", "false"),
    ("allow_community_extensions", "false"),
    ("temp_directory", ""),
    ("max_expression_depth", "200"),
    ("enable_external_access", "false"),
    ("disabled_filesystems", _NO_FILES),
    ("lock_configuration", "true"),
)
_OPEN_TO_FILES = ("enable_external_access", "disabled_filesystems")
_UNREADABLE = "disabled_filesystems"  # DuckDB gives it back empty: it is seen by what it does


def lock(con: duckdb.DuckDBPyConnection, path: Path, *, memory: str, threads: int, trusted: bool = False) -> None:
    """Lock a connection whose files are open and whose extensions are loaded.

    Parameters
    ----------
    path : Path
        The file that is open, which DuckDB lets SQL read even without external access.
    memory : str
        As in ``1GB``.
    threads : int
        Threads of one query.
    trusted : bool
        Leave files readable.

    Raises
    ------
    RuntimeError
        A setting does not read back as it was set: nothing may run.
    """
    con.execute(f"SET memory_limit = '{memory}'")
    con.execute(f"SET threads = {threads}")
    wanted = [(name, value) for name, value in _LOCKS if not (trusted and name in _OPEN_TO_FILES)]
    for name, value in wanted:
        con.execute(f"SET {name} = '{value}'")
    for name, value in wanted:
        if name == _UNREADABLE:
            _check_no_files(con, path)
            continue
        found = con.execute(f"SELECT current_setting('{name}')").fetchone()
        if found is None or str(found[0]).lower() != value.lower():
            raise RuntimeError(f"The setting {name} is {found and found[0]!r} after it was set to {value!r}")


def _check_no_files(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Check that not even the open file can be read as a file."""
    try:
        con.execute("SELECT 1 FROM read_blob(?)", [str(path)])
    except duckdb.PermissionException as fault:
        if _NO_FILES in str(fault):
            return
    raise RuntimeError(f"{_NO_FILES} is still there after it was disabled")
