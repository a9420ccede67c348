"""Open compressed files safely: each is checked to its end, with a limit on its unpacked size."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from geo.exceptions import InputRefused

MAX_BYTES = 2_000_000_000
MAX_RATIO = 100
RATIO_APPLIES_FROM = 1_000_000  # a small file of repeated rows may shrink well and harms nobody

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
FRESH_COPY = "Fetch the file again, and compare its size with the original"
NOT_A_BOMB = "If it is really yours, unpack it yourself and split it into smaller files"


def unpack_gzip(name: str, stored: bytes) -> bytes:
    """Return the content of a gzip file, all its parts, each checked against its CRC.

    Raises
    ------
    InputRefused
        The file is cut short, damaged, or grows beyond the caps.
    """
    pieces: list[bytes] = []
    total = 0
    rest = stored
    while rest:
        part = zlib.decompressobj(wbits=31)
        while rest and not part.eof:
            try:
                piece = part.decompress(rest, 1 << 24)
            except zlib.error as fault:
                raise InputRefused(f"'{name}' is damaged: its gzip data fails its own check", FRESH_COPY) from fault
            total += len(piece)
            check_growth(name, packed_size=len(stored), unpacked_size=total)
            pieces.append(piece)
            rest = part.unconsumed_tail
        if not part.eof:
            raise InputRefused(f"'{name}' is cut short: its gzip data ends early", FRESH_COPY)
        rest = part.unused_data.lstrip(b"\x00")  # some writers pad the end with zeros
    return b"".join(pieces)


def unpack_zip(
    name: str, path: Path, *, is_wanted: Callable[[str], bool], on_skipped: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Yield the wanted members of a zip archive in order of name, one at a time; the others are only named.

    Raises
    ------
    InputRefused
        The archive is damaged, encrypted, contains another archive, names a place outside itself, or grows beyond caps.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise InputRefused(f"'{name}' is damaged: it cannot be read as a zip archive", FRESH_COPY) from fault
    with archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        for member in members:
            _check_member(name, member)
        check_growth(name, packed_size=path.stat().st_size, unpacked_size=sum(m.file_size for m in members), cap=None)
        for member in members:
            if is_wanted(member.filename):
                yield member.filename, _read_member(name, archive, member)
            else:
                on_skipped(member.filename)


def check_growth(name: str, *, packed_size: int, unpacked_size: int, cap: int | None = MAX_BYTES) -> None:
    """Refuse what grows beyond the cap, or beyond a hundred times its stored size."""
    if cap is not None and unpacked_size > cap:
        raise InputRefused(f"'{name}' is more than {cap // 10**9} GB once unpacked", NOT_A_BOMB)
    if unpacked_size > RATIO_APPLIES_FROM and unpacked_size > MAX_RATIO * packed_size:
        raise InputRefused(f"'{name}' grows to more than {MAX_RATIO} times its size once unpacked", NOT_A_BOMB)


def _check_member(name: str, member: zipfile.ZipInfo) -> None:
    full = f"{name}!{member.filename}"
    windows = PureWindowsPath(member.filename)
    outside = ".." in windows.parts or windows.drive or windows.root or PurePosixPath(member.filename).is_absolute()
    if outside:
        raise InputRefused(f"'{full}' names a place outside its archive", "Do not use this archive; ask who made it")
    if member.flag_bits & 0x1:
        raise InputRefused(f"'{full}' is encrypted", "Unpack it with its password, and point at the unpacked files")
    if member.filename.lower().endswith((".zip", ".gz", ".7z", ".tgz")):
        raise _is_nested(full)
    check_growth(full, packed_size=member.compress_size, unpacked_size=member.file_size)


def _read_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    full = f"{name}!{member.filename}"
    try:
        content = archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise InputRefused(f"'{full}' is damaged: its zip data fails its own check", FRESH_COPY) from fault
    if content.startswith((ZIP_MAGIC, GZIP_MAGIC)):
        raise _is_nested(full)
    return content


def _is_nested(full: str) -> InputRefused:
    return InputRefused(f"'{full}' is an archive inside an archive", "Unpack the outer one, and point at its content")
