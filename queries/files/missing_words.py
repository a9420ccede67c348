"""Text that other programs write where there is nothing: it means missing, and is no id, code, number or name."""

from __future__ import annotations

MISSING_WORDS = frozenset(
    {
        "NULL", "Null", "null", "(null)", "(NULL)", "\\N", "NA", "N/A", "n/a", "#N/A", "<NA>", "nan", "NaN", "NAN",
        "None", "NONE", "none", "nil", "-", "--",
    }
)  # fmt: skip
