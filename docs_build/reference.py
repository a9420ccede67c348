"""The pages of ``docs/reference`` that are made from the code."""

from __future__ import annotations

from pathlib import Path

from docs_build import queries, tables


def reference_pages() -> dict[Path, str]:
    """Each page and its text."""
    return {tables.TARGET: tables.describe_tables(), queries.TARGET: queries.describe_queries()}
