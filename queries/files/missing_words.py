"""Words that other programs write for a missing value; they are no id, code, number or name."""

from __future__ import annotations

MISSING_WORDS = frozenset(
    {
        "NULL", "Null", "null", "(null)", "(NULL)", "\\N", "NA", "N/A", "n/a", "#N/A", "<NA>", "nan", "NaN", "NAN",
        "None", "NONE", "none", "nil", "-", "--",
    }
)  # fmt: skip
