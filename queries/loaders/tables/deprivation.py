"""Indices of Deprivation: the ministry's layouts, and the same figures under other names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.csv_tables import read_header
from queries.files.open_files import SourceFile, check_text
from queries.loaders.tables.deprivation_headings import DEPRIVATION_COLUMNS, DOMAINS, find_code_heading, find_figures
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, parse_numbers, read_whole_table

# Number of areas that each edition ranks, and the census year of their codes.
EDITION_AREAS = {"IoD 2019": 32_844, "IoD 2025": 33_755}
EDITION_VINTAGE = {"IoD 2019": 2011, "IoD 2025": 2021}


@dataclass(frozen=True)
class Deprivation:
    """One edition of the Indices of Deprivation.

    Attributes
    ----------
    frame : pandas.DataFrame
        Index `area_code` (sorted, unique), columns `DEPRIVATION_COLUMNS` (float; NaN where the edition gives none).
        Rank 1 and decile 1 are the most deprived; a higher score is more deprived.
    edition : str
        "IoD 2019" or "IoD 2025".
    area_count : int
        How many areas the edition ranks: the N of every formula that uses a rank.
    area_vintage : int
        Census year (2011 or 2021) of the area codes in `frame`.
    notes : list[str]
    """

    frame: pd.DataFrame
    edition: str
    area_count: int
    area_vintage: int
    notes: list[str]


def read_deprivation(files: Iterable[SourceFile], *, edition: str) -> Deprivation:
    """Read the files of one edition and join them by area.

    Parameters
    ----------
    files : Iterable[SourceFile]
        Any of the ministry's files by area (File 1, File 2, File 7), or a table with headings such as ``IMD_rank``.
    edition : str
        "IoD 2019" or "IoD 2025".

    Returns
    -------
    Deprivation

    Raises
    ------
    InputRefused
        No column of codes or of figures, a cell that is no number, a rank or decile that cannot be, ranks that run
        the wrong way, an area that is given twice, two files that disagree, no rank of the whole index.

    Notes
    -----
    Give the file of the whole country: where ranks go beyond the number of rows, the file was cut, and the published
    number of areas is used instead and said.
    """
    if edition not in EDITION_AREAS:
        raise InputRefused(f"The edition '{edition}' is not known", f"Use {' or '.join(EDITION_AREAS)}")
    parts = [_read_one(file, edition) for file in files]
    frame = _join(parts)
    raise_together(_faults_of_figures(frame))
    area_count, notes = _area_count(frame["imd_rank"], edition)
    unknown = int(frame["imd_rank"].isna().sum())
    if unknown:
        notes.append(f"{edition}: {count_of(unknown, 'area')} without a rank in the files")
    absent = [d for d in DOMAINS if frame[f"{d}_rank"].isna().all()]
    if absent:
        notes.append(f"{edition}: no ranks of {', '.join(absent)} in the files given")
    return Deprivation(frame, edition, area_count, EDITION_VINTAGE[edition], notes)


def check_deprivation_covers(areas: pd.Index, deprivation: Deprivation, *, area_vintage: int) -> None:
    """Refuse an edition that does not contain every area of the force.

    Parameters
    ----------
    areas : pandas.Index
        Codes of the force's areas.
    deprivation : Deprivation
        The edition, converted where needed.
    area_vintage : int
        Census year (2011 or 2021) of the force's areas.

    Raises
    ------
    InputRefused
        An area is missing; if the census years differ, the message says so.
    """
    if deprivation.area_vintage != area_vintage:
        raise InputRefused(
            f"{deprivation.edition} is for areas of {deprivation.area_vintage}, the boundaries are of {area_vintage}",
            "Give a table of code changes in [code_changes]"
            if deprivation.area_vintage < area_vintage
            else "Use boundaries and an edition of one census",
        )
    missing = areas.difference(deprivation.frame.index)
    if len(missing):
        raise InputRefused(
            f"{deprivation.edition} has no row for {count_of(len(missing), 'area')} of the force: {name_some(missing)}",
            "Give the file of the whole country, and look whether the areas are of its census and in England",
        )


def deprivation_for_new_codes(deprivation: Deprivation, code_changes: pd.DataFrame) -> Deprivation:
    """Transfer an edition from old area codes to new ones.

    Parameters
    ----------
    deprivation : Deprivation
        On the old codes.
    code_changes : pandas.DataFrame
        `old_code`, `new_code`, `change_code`.

    Returns
    -------
    Deprivation
        On the new codes. Unchanged areas keep their figures, the children of a split area take those of their parent,
        merged and otherwise changed areas the mean of theirs. A decile follows from the carried rank, so that it stays
        a whole number. `area_count` stays that of the edition.

    Notes
    -----
    A carried figure is not a published one: the halves of a split area need not be equally deprived.
    """
    links = code_changes[code_changes["old_code"].isin(deprivation.frame.index)]
    carried = deprivation.frame.reindex(links["old_code"]).groupby(links["new_code"].to_numpy()).mean()
    carried.index.name = "area_code"
    for domain in DOMAINS:
        deciles = np.ceil(carried[f"{domain}_rank"] * 10 / deprivation.area_count)
        carried[f"{domain}_decile"] = deciles.where(carried[f"{domain}_rank"].notna(), carried[f"{domain}_decile"])
    counts = links.drop_duplicates("new_code")["change_code"].value_counts()
    note = (
        f"{deprivation.edition} carried to codes of 2021: {count_of(counts.get('U', 0), 'area')} unchanged, "
        f"{counts.get('S', 0):,} with the figures of the area they were split from, "
        f"{counts.get('M', 0) + counts.get('X', 0):,} with the mean of those they were made from"
    )
    return Deprivation(
        carried[DEPRIVATION_COLUMNS], deprivation.edition, deprivation.area_count, 2021, [*deprivation.notes, note]
    )


def _read_one(file: SourceFile, edition: str) -> tuple[str, pd.DataFrame]:
    """Read one file's figures under our names, by area."""
    check_text(file)
    headings = read_header(file, required=()).headings
    code, vintage = find_code_heading(headings, file=file.name)
    if vintage not in (None, EDITION_VINTAGE[edition]):
        raise InputRefused(
            f"'{file.name}' is by areas of {vintage}, but {edition} is by areas of {EDITION_VINTAGE[edition]}",
            "Correct the edition in [deprivation], or give the right file",
        )
    figures = find_figures(headings, file=file.name)
    table = read_whole_table(file, columns=[code, *figures.values()])
    codes = clean_codes(table[code])
    repeated = codes[codes.duplicated()].unique()
    if len(repeated):
        raise InputRefused(f"'{file.name}' gives areas twice: {name_some(repeated)}", "Give each area once")
    numbers = {
        ours: parse_numbers(table[theirs], file=file.name, column=theirs).to_numpy() for ours, theirs in figures.items()
    }
    return file.name, pd.DataFrame(numbers, index=pd.Index(codes, name="area_code"))


def _join(parts: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Join the files; a figure that two of them give must be the same."""
    joined = pd.DataFrame()
    for name, part in parts:
        for column in part.columns.intersection(joined.columns):
            pair = pd.concat([joined[column], part[column]], axis=1, join="inner").dropna()
            differ = pair.index[pair.iloc[:, 0] != pair.iloc[:, 1]]
            if len(differ):
                raise InputRefused(
                    f"'{name}' gives {count_of(len(differ), 'area')} another {column} "
                    f"than an earlier file: {name_some(differ)}",
                    "Give files of one edition",
                )
        joined = joined.combine_first(part) if len(joined) else part
    return joined.reindex(columns=DEPRIVATION_COLUMNS).sort_index()


def _faults_of_figures(frame: pd.DataFrame) -> list[Refusal]:
    """List impossible figures, or figures that run the wrong way."""
    faults: list[Refusal] = []
    if frame["imd_rank"].isna().all():
        faults.append(
            InputRefused("The deprivation files give no rank of the whole index", "Add File 1 or File 7 of the Indices")
        )
    for domain in DOMAINS:
        rank, decile, score = (frame[f"{domain}_{figure}"] for figure in ("rank", "decile", "score"))
        for name, values, highest in ((f"{domain}_rank", rank, np.inf), (f"{domain}_decile", decile, 10)):
            wrong = values.index[values.notna() & ((values < 1) | (values > highest) | (values % 1 != 0))]
            if len(wrong):
                span = "whole numbers from 1 up" if highest == np.inf else "whole numbers from 1 to 10"
                faults.append(
                    InputRefused(
                        f"{name} of {name_some(wrong)} is not possible: these are {span}",
                        "Mend the file or fetch it again",
                    )
                )
        if _run_together(rank, decile) < 0 or _run_together(rank, score) > 0:
            faults.append(
                InputRefused(
                    f"The {domain} ranks run the wrong way: rank 1 and decile 1 are the most deprived, and have the "
                    "highest score",
                    "Use the published figures, not reversed ones",
                )
            )
    return faults


def _run_together(first: pd.Series, second: pd.Series) -> float:
    """Return a positive number if both rise together, negative if one falls, 0 if that is not known."""
    both = first.notna() & second.notna()
    if both.sum() < 2:
        return 0.0
    return float(((first[both] - first[both].mean()) * (second[both] - second[both].mean())).sum())


def _area_count(rank: pd.Series, edition: str) -> tuple[int, list[str]]:
    """Return the N of the ranks: the number of rows if all are there, else the number that the edition ranks."""
    ranked = int(rank.notna().sum())
    highest = int(rank.max())
    if highest <= ranked:
        return ranked, []
    published = EDITION_AREAS[edition]
    if highest > published:
        raise InputRefused(
            f"The files contain rank {highest:,}, but {edition} ranks {published:,} areas", "Correct the edition"
        )
    return published, [
        f"{edition}: the files contain {count_of(ranked, 'area')} with ranks up to {highest:,}; "
        f"ranks are taken as of {published:,}, the number of areas published"
    ]
