"""Find the boundary files that the patterns name, with a Shapefile's parts brought together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from geo.exceptions import InputRefused
from queries.files.open_files import SourceFile, match_files, open_files
from queries.loaders.boundaries.formats import KINDS, SHAPEFILE_PARTS, ending_of


@dataclass(frozen=True)
class BoundaryFile:
    """One set of outlines, and the other parts of it where it is a Shapefile.

    Attributes
    ----------
    source : SourceFile
        The file itself; for a Shapefile, its ``.shp``.
    parts : dict[str, SourceFile]
        By their ending, in small letters.
    """

    source: SourceFile
    parts: dict[str, SourceFile] = field(default_factory=dict)


def open_boundary_files(patterns: Sequence[str], *, base: Path) -> Iterator[BoundaryFile]:
    """Open every boundary file that a pattern names.

    Raises
    ------
    InputRefused
        As `open_files`; or a zip that has no boundary file, or several.
    """
    for name in match_files(patterns, base=base):
        opened = list(open_files([name], base=base))
        zipped = "!" in opened[0].name
        candidates = [s for s in opened if ending_of(s.name) in KINDS] if zipped else opened
        if len(candidates) != 1:
            raise InputRefused(
                f"'{name}' contains {len(candidates)} boundary files", "Give a zip with exactly one, with all its parts"
            )
        beside = opened if zipped else _parts_on_disk(name, base)
        yield BoundaryFile(candidates[0], _parts_of(candidates[0], beside))


def _parts_on_disk(name: str, base: Path) -> list[SourceFile]:
    """The files that share a Shapefile's name and are parts of it."""
    if ending_of(name) != ".shp":
        return []
    stem = PurePosixPath(name).stem
    folder = PurePosixPath(name).parent
    names = [p.name for p in (base / folder).iterdir() if p.stem == stem and p.suffix.lower() in SHAPEFILE_PARTS]
    return [source for part in sorted(names) for source in open_files([str(folder / part)], base=base)]


def _parts_of(shape: SourceFile, beside: Sequence[SourceFile]) -> dict[str, SourceFile]:
    """Those of the files beside it that belong to this Shapefile."""
    if ending_of(shape.name) != ".shp":
        return {}
    stem = PurePosixPath(shape.name).with_suffix("")
    return {
        ending_of(s.name): s
        for s in beside
        if ending_of(s.name) in SHAPEFILE_PARTS and PurePosixPath(s.name).with_suffix("") == stem
    }
