"""The pages of ``docs/reference`` that are made from the code, and those of methods and words beside a force's."""

from __future__ import annotations

from pathlib import Path

from docs_build import commands, configuration, glossary_page, method_page, python_api, queries, tables


def reference_pages() -> dict[Path, str]:
    """Return each page and its text."""
    return {
        commands.TARGET: commands.describe_commands(),
        configuration.TARGET: configuration.describe_configuration(),
        glossary_page.TARGET: glossary_page.describe_words(),
        method_page.TARGET: method_page.describe_methods(),
        queries.TARGET: queries.describe_queries(),
        tables.TARGET: tables.describe_tables(),
        **python_api.python_pages(),
    }
