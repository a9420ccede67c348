"""Which area codes replaced which: the Office for National Statistics' table of changes."""

from __future__ import annotations

import pandas as pd

from geo.exceptions import InputRefused, Refusal, raise_together
from queries.files.open_files import SourceFile
from queries.loaders.tables.messages import count_of, name_some
from queries.loaders.tables.reference_tables import clean_codes, read_whole_table

# U unchanged, S split, M merged, X anything more complicated.
CHANGE_CODES = ("U", "S", "M", "X")


def read_code_changes(file: SourceFile, *, old: str, new: str, change: str) -> pd.DataFrame:
    """Read a table of code changes.

    Parameters
    ----------
    file : SourceFile
        A table of text with one row per link.
    old, new, change : str
        Its columns: the replaced code, the new code, and U, S, M or X.

    Returns
    -------
    pandas.DataFrame
        `old_code`, `new_code`, `change_code`; each link once.

    Raises
    ------
    InputRefused
        A blank code, an unknown change code, or a link that contradicts it: an unchanged (U) code that has several
        partners or another code, a split (S) child with several parents, a merger (M) whose old code also goes
        elsewhere. All are reported together.

    Notes
    -----
    Splits and mergers follow boundaries drawn again by hand, so a figure carried across an X link is a rough one.
    """
    table = read_whole_table(file, columns=[old, new, change])
    frame = pd.DataFrame(
        {
            "old_code": clean_codes(table[old]),
            "new_code": clean_codes(table[new]),
            "change_code": table[change].str.upper(),
        }
    )
    raise_together([*_faults_of_cells(frame, file.name), *_faults_of_links(frame.drop_duplicates(), file.name)])
    return frame.drop_duplicates().reset_index(drop=True)


def _faults_of_cells(frame: pd.DataFrame, file: str) -> list[Refusal]:
    faults: list[Refusal] = []
    blank = frame.index[(frame["old_code"] == "") | (frame["new_code"] == "")]
    if len(blank):
        faults.append(
            InputRefused(
                f"'{file}' has {count_of(len(blank), 'row')} without a code (line {name_some(blank)})",
                "Give both codes",
            )
        )
    unknown = sorted(set(frame["change_code"]) - set(CHANGE_CODES))
    if unknown:
        faults.append(
            InputRefused(
                f"'{file}' has the change codes {name_some(repr(code) for code in unknown)}",
                f"Use {', '.join(CHANGE_CODES)}: unchanged, split, merged, other",
            )
        )
    return faults


def _faults_of_links(links: pd.DataFrame, file: str) -> list[Refusal]:
    """Links that are not what their change code says."""
    several_new = links["old_code"].duplicated(keep=False)
    several_old = links["new_code"].duplicated(keep=False)
    kind = links["change_code"]
    contradictions = {
        "unchanged (U), but to another code": (kind == "U")
        & (several_new | several_old | (links["old_code"] != links["new_code"])),
        "split (S), but from several old codes": (kind == "S") & several_old,
        "merged (M), but into several new codes": (kind == "M") & several_new,
    }
    return [
        InputRefused(
            f"'{file}': linked as {told}: {name_some(sorted(set(links['old_code'][wrong])))}",
            "Mend the link or its change code",
        )
        for told, wrong in contradictions.items()
        if wrong.any()
    ]
