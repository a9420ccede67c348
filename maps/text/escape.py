"""The one place where text becomes safe for a page.

Every value that reaches a template or Folium passes one of two functions: :func:`html_text` for text and attributes,
:func:`safe_json` for data that scripts read. Scripts themselves never contain data.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from maps.text.assets import TEMPLATES

# Beside the five of HTML: the backtick and ${ } end or fill a template literal, {{ }} is Jinja's and the backslash
# is JavaScript's. A character reference is inert in all of them and looks the same to a reader.
_HTML_UNSAFE = re.compile(r"[&<>\"'`${}\\]")
# C0 and C1 controls, zero-width and bidirectional marks: invisible, and able to make text read as something else.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JSON_SAFE = re.compile("[^ !#%()*+,./0-9:;=?@A-Z\\[\\]^_a-z|~\u00a0-\u1fff\u2010-\u2027\u2030-\ud7ff-]")


def html_text(value: object) -> Markup:
    """Escape text for use between tags and inside a quoted attribute; text already marked safe is left alone.

    Parameters
    ----------
    value : object
        Anything; it is turned into text first. None is no text, and invisible characters are left out.

    Returns
    -------
    Markup
        Marked as safe.
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    visible = _INVISIBLE.sub("", str(value))
    return Markup(_HTML_UNSAFE.sub(lambda found: f"&#{ord(found.group())};", visible))  # noqa: S704


def safe_json(value: Any) -> Markup:
    r"""Write JSON that is safe inside a ``<script>``: everything that is not plain is written as ``\uXXXX``.

    NaN, NaT and <NA> become null. Keys of mappings are texts. Numbers keep their shortest form.

    Parameters
    ----------
    value : object
        What :mod:`json` can write.

    Returns
    -------
    Markup
        Marked as safe; no ``</script>`` can end the script.

    Raises
    ------
    TypeError
        For a value that has no JSON form.
    """
    return Markup(_json(value))  # noqa: S704


def _json(value: Any) -> str:
    plain = type(value)  # nearly every value is one of these, and asking for a type is quicker than for its kin
    if plain is str:
        return _json_text(value)
    if plain is int:
        return str(value)
    if value is None:
        return "null"
    if plain is list:
        return "[" + ",".join([_json(item) for item in value]) + "]"
    if isinstance(value, str):
        return _json_text(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_json_text(str(key))}:{_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return "[" + ",".join(_json(item) for item in value) + "]"
    if value is pd.NA or value is pd.NaT:
        return "null"
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        return _json_number(float(value))
    if isinstance(value, date):
        return _json_text(value.isoformat())
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _json_number(number: float) -> str:
    if not math.isfinite(number):
        return "null"
    return str(int(number)) if number == int(number) else json.dumps(number)


def _json_text(text: str) -> str:
    return '"' + _JSON_SAFE.sub(_utf16_escape, _INVISIBLE.sub("", text)) + '"'


def _utf16_escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


@cache
def template_environment() -> Environment:
    """Return the only Jinja environment of the pages: all it prints goes through :func:`html_text`.

    Returns
    -------
    Environment
        Escapes every value and refuses unknown names.
    """
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=html_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
