"""Find files by pattern, unpack and check them in Python before any parser sees them.

DuckDB's CSV reader accepts gzip data that is cut short or damaged, and web pages saved as CSV; so nothing reaches
a parser that has not passed through here. Tables of text are read in :mod:`queries.files.csv_tables`.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.archives import EMPTY_ZIP_MAGIC, GZIP_MAGIC, MAX_BYTES, ZIP_MAGIC, unpack_gzip, unpack_zip
from queries.files.clutter import is_clutter
from queries.files.workbooks import is_workbook, refuse_old_workbook, workbook_to_csv

MAX_LINE_BYTES = 1_000_000
UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS_UTF8 = "Save it as UTF-8 (in Excel: 'CSV UTF-8') and run again"


@dataclass(frozen=True)
class SourceFile:
    """One file's content, ready to be parsed.

    Attributes
    ----------
    name : str
        Name relative to the data folder; a member of an archive follows ``!``.
    data : bytes
        Content, unpacked, without a UTF-8 byte-order mark.
    sha256 : str
        SHA-256 of the bytes as stored: of the file on disk, or of the member as it comes out of its archive.
    size_bytes : int
        Size of those same bytes.
    """

    name: str
    data: bytes
    sha256: str
    size_bytes: int


def open_files(
    patterns: Sequence[str],
    *,
    base: Path,
    members: str = "*",
    on_skipped: Callable[[str], None] = lambda name: None,
) -> Iterator[SourceFile]:
    """Open every file that a pattern names, one at a time, in the order of the patterns and then of the names.

    An Excel workbook (XLSX) is opened as the table on its sheet, as CSV.

    Parameters
    ----------
    patterns : sequence of str
        Names or globs (``**`` for any folder), relative to `base`.
    base : Path
        Where relative names start.
    members : str
        Which members of a zip archive are read, as a glob on the member's whole name.
    on_skipped : callable
        Called with the name of each member that is not read, but for what other programs leave there.

    Yields
    ------
    SourceFile
        One file, or one member of an archive, at a time.

    Raises
    ------
    InputRefused
        A pattern matches nothing, or a file is damaged, too large, encrypted or an archive within an archive.
    """
    for name in match_files(patterns, base=base):
        yield from _open(name, base / name, members=members, on_skipped=on_skipped)


def match_files(
    patterns: Sequence[str], *, base: Path, on_skipped: Callable[[str], None] = lambda name: None
) -> list[str]:
    r"""Names of the files that the patterns match, relative to `base`, each once.

    Parameters
    ----------
    patterns : sequence of str
        Names or globs. Brackets are read as part of a name where nothing matches otherwise, and ``\`` as ``/``.
    base : Path
        Where relative names start.
    on_skipped : callable
        Called with the name of each file that matches and is no data, such as the lock file of an open workbook.

    Returns
    -------
    list of str
        In the order of the patterns.

    Raises
    ------
    InputRefused
        Patterns match nothing. All are reported together.
    """
    found: dict[str, None] = {}
    faults: list[Refusal] = []
    for pattern in patterns:
        files = _match(pattern, base)
        for name in filter(is_clutter, files):
            on_skipped(name)
        data = [name for name in files if not is_clutter(name)]
        if not data:
            told = f"No file matches '{pattern}' in '{base}'"
            faults.append(InputRefused(told, "Correct the pattern, or say with --data where the files lie"))
        found.update(dict.fromkeys(data))
    raise_together(faults)
    return list(found)


def _match(pattern: str, base: Path) -> list[str]:
    """Files of one pattern: as it is, with brackets as letters, and with the separators of other systems."""
    ways = [pattern, pattern.replace("[", "[[]"), pattern.replace("\\", "/").replace("[", "[[]")]
    for way in dict.fromkeys(ways):
        names = [pattern] if (base / pattern).is_file() else glob.glob(way, root_dir=base, recursive=True)
        files = sorted(Path(name).as_posix() for name in names if (base / name).is_file())
        if files:
            return files
    return []


def _open(name: str, path: Path, *, members: str, on_skipped: Callable[[str], None]) -> Iterator[SourceFile]:
    with path.open("rb") as stream:
        first_bytes = stream.read(4)
    if first_bytes in (ZIP_MAGIC, EMPTY_ZIP_MAGIC):
        if is_workbook(name, path):
            yield _source_file(name, stored=path.read_bytes(), content=workbook_to_csv(name, path))
            return
        wanted = unpack_zip(
            name,
            path,
            is_wanted=lambda member: fnmatch(member, members) and not is_clutter(member),
            on_skipped=lambda member: None if is_clutter(member) else on_skipped(f"{name}!{member}"),
        )
        for member, content in wanted:
            yield _source_file(f"{name}!{member}", stored=content, content=content)
        return
    if path.stat().st_size > MAX_BYTES:
        raise InputRefused(f"'{name}' is larger than {MAX_BYTES // 10**9} GB", "Split it into smaller files")
    stored = path.read_bytes()
    refuse_old_workbook(name, stored)
    if stored.startswith(GZIP_MAGIC):
        content = unpack_gzip(name, stored)
        if content.startswith((GZIP_MAGIC, ZIP_MAGIC)):
            raise InputRefused(
                f"'{name}' is an archive inside an archive", "Unpack the outer one, and point at its content"
            )
        yield _source_file(name, stored=stored, content=content)
    else:
        yield _source_file(name, stored=stored, content=stored)


def _source_file(name: str, *, stored: bytes, content: bytes) -> SourceFile:
    return SourceFile(
        name=name,
        data=content.removeprefix(UTF8_BOM),
        sha256=hashlib.sha256(stored).hexdigest(),
        size_bytes=len(stored),
    )


def check_text(file: SourceFile) -> None:
    """Refuse what cannot be a table of text: its encoding, its lines and its quotes.

    Parameters
    ----------
    file : SourceFile
        The file.

    Raises
    ------
    InputRefused
        As :func:`check_encoding`; or a line is over 1 MB; or a quote is opened and never closed.
    """
    check_encoding(file)
    _check_line_lengths(file)
    _check_quotes(file)


def check_encoding(file: SourceFile) -> None:
    """Refuse what is not UTF-8 text of its own kind.

    Parameters
    ----------
    file : SourceFile
        The file.

    Raises
    ------
    InputRefused
        The file is empty, UTF-16, a web page, or contains a byte that is not UTF-8.
    """
    start = file.data[:1000].lstrip().lower()
    if not file.data.strip():
        raise InputRefused(f"'{file.name}' is empty", "Fetch the file again, or leave it out")
    if file.data.startswith(UTF16_BOMS) or file.data[:1000].count(0) * 3 >= len(file.data[:1000]):
        raise InputRefused(f"'{file.name}' is UTF-16 text", SAVE_AS_UTF8)
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise InputRefused(
            f"'{file.name}' is a web page, not data",
            "Fetch the file itself; the page may be a sign-in or an error page",
        )
    if not file.data.isascii():
        try:
            file.data.decode()
        except UnicodeDecodeError as fault:
            line = file.data.count(b"\n", 0, fault.start) + 1
            raise InputRefused(
                f"'{file.name}' is not UTF-8 text: line {line} contains a byte of another encoding (Latin-1?)",
                SAVE_AS_UTF8,
            ) from fault


def _check_line_lengths(file: SourceFile) -> None:
    """Step from line end to line end in strides of the longest line allowed."""
    end_of_line = b"\n" if b"\n" in file.data else b"\r"
    position = 0
    while len(file.data) - position > MAX_LINE_BYTES:
        line_end = file.data.rfind(end_of_line, position, position + MAX_LINE_BYTES + 1)
        if line_end < 0:
            line = file.data.count(end_of_line, 0, position) + 1
            raise InputRefused(
                f"Line {line} of '{file.name}' is longer than 1 MB",
                "Check that the file is a table with one record a line",
            )
        position = line_end + 1


def _check_quotes(file: SourceFile) -> None:
    """Read the whole file strictly, but only where some line contains an odd number of quotes."""
    if not has_quoted_line_ends(file.data):
        return
    records = csv.reader(io.StringIO(file.data.decode(), newline=""), strict=True)
    line = 1
    try:
        for _ in records:
            line = records.line_num + 1
    except csv.Error as fault:
        raise InputRefused(
            f"'{file.name}' has a quote on line {line} that is never closed", "Close it, or double it if it is text"
        ) from fault


def has_quoted_line_ends(data: bytes) -> bool:
    """Whether some line contains an odd number of quotes, so that a record may run over several lines."""
    if b'"' not in data:
        return False
    characters = np.frombuffer(data, dtype=np.uint8)
    line_of_quote = np.searchsorted(np.flatnonzero(characters == ord("\n")), np.flatnonzero(characters == ord('"')))
    return bool((np.bincount(line_of_quote) % 2).any())
