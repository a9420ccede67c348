"""Read a configuration, and say in plain words everything that is wrong with it."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geo.exceptions import ConfigurationRefused
from service.settings.base import Section
from service.settings.settings import Settings

CURLY_QUOTES = "\u201c\u201d\u2018\u2019\u201e"


def read_settings(path: Path) -> Settings:
    """Read and check a configuration.

    Parameters
    ----------
    path : Path
        A TOML file.

    Returns
    -------
    Settings
        The configuration.

    Raises
    ------
    ConfigurationRefused
        The file is missing, is not TOML, or contains unknown keys or impossible values; all faults are named at once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationRefused(
            f"There is no configuration at '{path}'",
            "Give the path of a .toml file, or make one with 'impact-areas init DIR'",
        ) from None
    except IsADirectoryError:
        raise ConfigurationRefused(f"'{path}' is a folder", "Give the path of a .toml file") from None
    except UnicodeDecodeError:
        raise ConfigurationRefused(
            f"'{path}' cannot be read as text: it is not UTF-8", "Save it as UTF-8 text"
        ) from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        told, remedy = _explain(str(fault), text)
        raise ConfigurationRefused(f"'{path.name}' is not valid TOML: {told}", remedy) from None
    _refuse_control_characters(content, name=path.name)
    return check_settings(content, name=path.name)


def _explain(fault: str, text: str) -> tuple[str, str]:
    """Say what is wrong with the line and what to do; word processors and Windows cause faults of their own."""
    found = re.search(r"line (\d+)", fault)
    lines = text.splitlines()
    line = lines[int(found[1]) - 1] if found and int(found[1]) <= len(lines) else ""
    if any(quote in line for quote in CURLY_QUOTES):
        return f"line {found[1] if found else ''} contains curly quotes", 'Write straight quotes (") there'
    if "\\" in line:
        return f"{fault}", 'Write paths with a forward slash (/), as in "crime/2026-03.csv"'
    return fault, "Correct that line"


def _refuse_control_characters(content: Any, *, name: str) -> None:
    """Refuse text in which a backslash was meant as part of a path and read as a tab or the end of a line."""
    if isinstance(content, dict):
        for part in content.values():
            _refuse_control_characters(part, name=name)
    elif isinstance(content, list):
        for part in content:
            _refuse_control_characters(part, name=name)
    elif isinstance(content, str) and re.search(r"[\t\n\r\b\f]", content) and re.search(r"\.\w{2,7}$", content):
        raise ConfigurationRefused(
            f"{name}: {content!r} contains a control character, because a backslash in quotes begins one",
            'Write paths with a forward slash (/), as in "crime/2026-03.csv"',
        )


def check_settings(content: dict[str, Any], *, name: str) -> Settings:
    """Turn parsed TOML into settings, or report everything that is wrong with it.

    Parameters
    ----------
    content : dict of str to object
        The parsed file.
    name : str
        Name of the file, for messages.

    Returns
    -------
    Settings
        The configuration.

    Raises
    ------
    ConfigurationRefused
        Keys are unknown or values impossible; all faults are named at once.
    """
    try:
        return Settings.model_validate(content)
    except ValidationError as faults:
        told = [_tell(dict(fault)) for fault in faults.errors()]
        raise ConfigurationRefused(
            f"{name}: " + "; ".join(told), "Mend the configuration; 'impact-areas init DIR' writes a commented example"
        ) from None


def _tell(fault: dict[str, Any]) -> str:
    """One fault in plain words, with the nearest known key where a key is unknown."""
    where = ".".join(str(part) for part in fault["loc"]) or "the whole file"
    if fault["type"] == "extra_forbidden":
        nearest = difflib.get_close_matches(str(fault["loc"][-1]), _known_keys(fault["loc"][:-1]), n=1, cutoff=0.5)
        hint = f", did you mean '{nearest[0]}'?" if nearest else ""
        return f"unknown key '{where}'{hint}"
    if fault["type"] == "missing":
        return f"'{where}' is missing"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    message = str(fault["msg"])
    return f"'{where}' is {fault['input']!r}: {message[0].lower()}{message[1:]}"


def _known_keys(parents: tuple[str | int, ...]) -> list[str]:
    """The keys that are known where an unknown one was found."""
    model: Any = Settings
    for parent in parents:
        if isinstance(parent, int):
            continue
        annotation = model.model_fields[parent].annotation
        model = next((t for t in _types_in(annotation) if isinstance(t, type) and issubclass(t, Section)), None)
        if model is None:
            return []
    return list(model.model_fields)


def _types_in(annotation: Any) -> list[Any]:
    """An annotation, and all that it is made of."""
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(t for part in inner for t in _types_in(part))]
