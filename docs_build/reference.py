"""The pages of ``docs/reference`` that are made from the code."""

from __future__ import annotations

from pathlib import Path

from docs_build import commands, configuration, python_api, queries, tables


def reference_pages() -> dict[Path, str]:
    """Each page and its text."""
    return {
        commands.TARGET: commands.describe_commands(),
        configuration.TARGET: configuration.describe_configuration(),
        queries.TARGET: queries.describe_queries(),
        tables.TARGET: tables.describe_tables(),
        **python_api.python_pages(),
    }
