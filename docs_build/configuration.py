"""Writes ``docs/reference/configuration.md``: every key of a configuration, from ``service/settings``."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
import types
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from service.settings.base import Month, Section, Weight
from service.settings.settings import Settings

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "configuration.md"
HEAD = """# Configuration

Written by `python -m docs_build` from `service/settings`. A configuration is one TOML file.
`impact-areas init DIR` writes one with comments to start from, and `impact-areas check CONFIG` reads it with all its
files and writes nothing. A key that is not known is refused, with the nearest one that is. A
heading in `[[double]]` brackets may appear several times. A key without a default must be given.
"""
WORDS: dict[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false"}
BOUNDS = {
    "ge": "at least {}",
    "gt": "above {}",
    "le": "at most {}",
    "lt": "below {}",
    "min_length": "at least {} given",
}


def describe_configuration() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for name, section, many in sections(Settings):
        parts += [f"## {f'[[{name}]]' if many else f'[{name}]'}", "", one_line(inspect.getdoc(section) or ""), ""]
        parts += ["| key | value | default | meaning |", "|---|---|---|---|"]
        meanings = field_docstrings(section)
        parts += [describe_key(key, field, meanings[key]) for key, field in keys(section)]
        parts.append("")
    return "\n".join(parts)


def sections(section: type[Section], prefix: str = "") -> Iterator[tuple[str, type[Section], bool]]:
    """Every table below a class: its name in TOML, its class, and whether it may appear several times."""
    for name, field in section.model_fields.items():
        found, many = section_in(field.annotation)
        if found:
            yield prefix + name, found, many
            yield from sections(found, f"{prefix}{name}.")


def section_in(kind: Any) -> tuple[type[Section] | None, bool]:
    """The table that a type contains, if any, and whether it contains several."""
    if isinstance(kind, type) and issubclass(kind, Section):
        return kind, False
    inner = [found for one in get_args(kind) if (found := section_in(one)[0])]
    return (inner[0], get_origin(kind) is tuple) if inner else (None, False)


def keys(section: type[Section]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys of a table that have values."""
    return ((name, field) for name, field in section.model_fields.items() if section_in(field.annotation)[0] is None)


def field_docstrings(section: type[Section]) -> dict[str, str]:
    """The text below each field of a class, those of the classes it builds on included.

    Pydantic can read these too, but would parse the source each time a command starts.
    """
    found: dict[str, str] = {}
    for kind in reversed(section.__mro__):
        if issubclass(kind, Section):
            body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0].body  # type: ignore[attr-defined]
            for field, below in pairwise(body):
                if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
                    found[field.target.id] = one_line(below.value.value)  # type: ignore[union-attr,attr-defined]
    return found


def describe_key(key: str, field: FieldInfo, meaning: str) -> str:
    """A row of the table."""
    bounds = [
        words.format(value)
        for one in field.metadata
        for bound, words in BOUNDS.items()
        if (value := getattr(one, bound, None)) is not None
    ]
    value = ", ".join([describe_type(field.annotation), *bounds])
    return f"| `{key}` | {escape(value)} | {escape(describe_default(field))} | {escape(meaning)} |"


def describe_type(kind: Any) -> str:
    """What may be written, in words."""
    if kind in (Month, Weight):
        return "month, as 2024-09" if kind is Month else "number, at least 0"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return describe_type(inner[0])
    if origin is Literal:
        return " or ".join(f"`{json.dumps(one)}`" for one in inner)
    if origin in (Union, types.UnionType):
        return describe_type(next(one for one in inner if one is not types.NoneType))
    if origin is tuple:
        return "list of " + describe_type(inner[0])
    if origin is dict:
        return f"table of {describe_type(inner[1])} by {describe_type(inner[0])}"
    return WORDS[kind]


def describe_default(field: FieldInfo) -> str:
    """What is used where the key is left out, as TOML would write it."""
    value = field.get_default(call_default_factory=True)
    if value is PydanticUndefined:
        return "must be given"
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, dict):
        return "`{ " + ", ".join(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items()) + " }`"
    return f"`{json.dumps(value)}`"


def one_line(text: str) -> str:
    """A docstring without its line breaks."""
    return " ".join(text.split())


def escape(text: str) -> str:
    """Text that may be put in a cell of a table."""
    return text.replace("|", "\\|")
