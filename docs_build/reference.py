"""The pages of ``docs/reference`` that are made from the code, and the page of methods beside a force's pages."""

from __future__ import annotations

from pathlib import Path

from docs_build import commands, configuration, method_page, python_api, queries, tables


def reference_pages() -> dict[Path, str]:
    """Each page and its text."""
    return {
        commands.TARGET: commands.describe_commands(),
        configuration.TARGET: configuration.describe_configuration(),
        method_page.TARGET: method_page.describe_methods(),
        queries.TARGET: queries.describe_queries(),
        tables.TARGET: tables.describe_tables(),
        **python_api.python_pages(),
    }
