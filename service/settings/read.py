"""Reads a configuration, and says everything that is wrong with it in plain words."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geo.exceptions import ConfigurationRefused
from service.settings.base import Section
from service.settings.settings import Settings


def read_settings(path: Path) -> Settings:
    """Read and check a configuration.

    Raises
    ------
    ConfigurationRefused
        The file is missing, is not TOML, or holds unknown keys or impossible values; all faults are named at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationRefused(
            f"There is no configuration at '{path}'",
            "Give the path of a .toml file, or make one with 'impact-areas init DIR'",
        ) from None
    except (UnicodeDecodeError, IsADirectoryError) as fault:
        raise ConfigurationRefused(f"'{path}' cannot be read as text: {fault}", "Save it as UTF-8 text") from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ConfigurationRefused(f"'{path.name}' is not valid TOML: {fault}", "Mend that line") from None
    return check_settings(content, name=path.name)


def check_settings(content: dict[str, Any], *, name: str) -> Settings:
    """Turn parsed TOML into settings, or say everything that is wrong with it."""
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
