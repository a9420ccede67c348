"""Read small tables whole: a row left out here would be missed everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.exceptions import InputRefused
from queries.files.csv_tables import read_table
from queries.files.missing_words import MISSING_WORDS
from queries.files.open_files import SourceFile
from queries.loaders.tables.messages import count_of, name_some

# How the statistical offices write "no value".
MISSING = frozenset({"", "..", ".", ":", "-", "NA", "N/A", "[x]", "[c]", "[z]", "[u]"}) | MISSING_WORDS
CODE_AND_NAME = r"^([A-Za-z]\d{8})\s*:\s.*$"
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


def read_whole_table(file: SourceFile, *, columns: Sequence[str]) -> pd.DataFrame:
    """Read the named columns of every row, as stripped text, indexed by line number.

    Parameters
    ----------
    file : SourceFile
        The file.
    columns : sequence of str
        Headings that must be there.

    Returns
    -------
    DataFrame
        Index: line number in the file.

    Raises
    ------
    InputRefused
        As `read_table`; or a row that is not blank cannot be read.
    """
    table = read_table(file, required=list(dict.fromkeys(columns)))
    unread = [reject for reject in table.rejects if reject.reason != "is blank"]
    if unread:
        raise InputRefused(
            f"'{file.name}' has {count_of(len(unread), 'row')} that cannot be read; line {unread[0].row_number} "
            f"{unread[0].reason}",
            "Mend them: a row left out of this table would be missed everywhere",
        )
    return pd.DataFrame({column: table.frame[column].str.strip() for column in table.frame})


def clean_codes(codes: pd.Series) -> pd.Series:
    """Return area codes without spaces and in capitals; of "E01000001 : Name", as NOMIS writes it, the code.

    Parameters
    ----------
    codes : Series
        Text of a column, any index.

    Returns
    -------
    Series
        Same index.
    """
    stripped = codes.str.strip()
    named = stripped.str.contains(":", regex=False, na=False)
    return stripped.where(~named, stripped[named].str.replace(CODE_AND_NAME, r"\1", regex=True)).str.upper()


def parse_numbers(cells: pd.Series, *, file: str, column: str) -> pd.Series:
    """Turn cells of text into numbers.

    Parameters
    ----------
    cells : pandas.Series
        Text, indexed by line number. ``"29,199"`` is a number; ``".."`` and ``"[x]"`` are missing, never 0.
    file, column : str
        For the message.

    Returns
    -------
    pandas.Series
        float, NaN where missing.

    Raises
    ------
    InputRefused
        A cell contains anything else; the first lines are named, never their content.
    """
    try:
        numbers = pd.Series(_plain_numbers(pa.array(cells, pa.string())), index=cells.index)
    except pa.ArrowInvalid:  # one cell that is no plain number is enough
        numbers = cells.map(_number)
    wrong = cells.index[np.isinf(numbers) | (numbers.isna() & ~cells.isin(MISSING))]
    if len(wrong):
        raise InputRefused(
            f"'{file}', column '{column}': {count_of(len(wrong), 'cell')} without a number (line {name_some(wrong)})",
            "Mend them; leave a missing figure empty",
        )
    return numbers


def _plain_numbers(cells: pa.Array) -> npt.NDArray[np.float64]:
    """Read all cells at once; ``ArrowInvalid`` if one is neither a number nor a sign for "no value"."""
    missing = pc.is_in(cells, value_set=pa.array(sorted(MISSING)))
    grouped = pc.match_substring_regex(cells, f"^(?:{THOUSANDS.pattern})$")
    plain = pc.if_else(grouped, pc.replace_substring(cells, ",", ""), cells)
    numbers: npt.NDArray[np.float64] = (
        pc.if_else(missing, None, plain).cast(pa.float64()).to_numpy(zero_copy_only=False)
    )
    return numbers


def _number(cell: str) -> float:
    """Read one cell; NaN if it has no number."""
    plain = cell.replace(",", "") if THOUSANDS.fullmatch(cell) else cell
    try:
        return float(plain)
    except ValueError:
        return float("nan")
