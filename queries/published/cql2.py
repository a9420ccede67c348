"""Turn CQL2 text (OGC 21-065) into conditions: the grammar is in ``cql2.lark``, values are bound."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, cast

import shapely
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from geo.exceptions import WrongUsage
from queries.published.collections import GEOMETRY, Collection, Property
from queries.published.conditions import (
    Condition,
    all_of,
    any_of,
    column_sql,
    in_box,
    meets,
    read_coordinate,
    read_moment,
    read_value,
)
from queries.published.systems import System

LONGEST = 4000
LONGEST_PATTERN = 200
DEEPEST = 30
REMEDY = "Write it as in: rank <= 20 AND npu_code IN ('SE','SW')"
Node = Tree[Any]


def read_filter(text: str, collection: Collection, system: System) -> Condition:
    """Read a filter as a condition.

    Parameters
    ----------
    text : str
        CQL2 text.
    collection : Collection
        Whose properties it may name; ``geometry`` is the outline.
    system : System
        In which the coordinates of its shapes are given.

    Returns
    -------
    Condition
        SQL with every value bound.

    Raises
    ------
    WrongUsage
        It is too long or too deep, cannot be read, names something unknown, or compares things of different kinds.
    """
    if len(text) > LONGEST:
        raise WrongUsage(f"The filter has {len(text)} characters, and {LONGEST} are allowed", "Write a shorter one")
    if _depth(text) > DEEPEST:
        raise WrongUsage(f"The filter has more than {DEEPEST} parentheses inside one another", "Write a flatter one")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as fault:
        raise WrongUsage(f"The filter cannot be read {_place(fault, text)}", REMEDY) from None
    return _Reader(collection, system).condition(tree)


@cache
def _parser() -> Lark:
    grammar = (resources.files("queries") / "published" / "cql2.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", maybe_placeholders=False)


def _depth(text: str) -> int:
    """Count the most parentheses open at once; those in texts count too, which is the safe side."""
    deepest = depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _place(fault: UnexpectedInput, text: str) -> str:
    at_end = isinstance(fault, UnexpectedToken) and fault.token.type == "$END"
    if at_end or fault.pos_in_stream is None:
        return "to its end: something is missing there"
    return f"at character {fault.pos_in_stream + 1}, '{text[fault.pos_in_stream : fault.pos_in_stream + 20]}'"


class _Reader:
    """Converter of a parsed tree into a condition."""

    def __init__(self, collection: Collection, system: System) -> None:
        self.collection = collection
        self.system = system
        self.turns: dict[str, Callable[[list[Any]], Condition]] = {
            "any_of": lambda parts: any_of([self.condition(part) for part in parts]),
            "all_of": lambda parts: all_of([self.condition(part) for part in parts]),
            "negated": lambda parts: self._negate(self.condition(parts[0])),
            "constant": lambda parts: Condition(str(parts[0]).lower()),
            "compared": lambda parts: self._compare(self._property(parts[0]), str(parts[1]), parts[2]),
            "like": lambda parts: self._like(parts, "LIKE"),
            "not_like": lambda parts: self._like(parts, "NOT LIKE"),
            "like_any_case": lambda parts: self._like(parts, "ILIKE"),
            "not_like_any_case": lambda parts: self._like(parts, "NOT ILIKE"),
            "between": self._between,
            "not_between": lambda parts: self._negate(self._between(parts)),
            "within": self._within,
            "not_within": lambda parts: self._negate(self._within(parts)),
            "is_null": lambda parts: Condition(f"{column_sql(self._property(parts[0]))} IS NULL"),
            "is_not_null": lambda parts: Condition(f"{column_sql(self._property(parts[0]))} IS NOT NULL"),
            "intersects": lambda parts: self._intersects(parts[0], parts[1]),
            "intersected": lambda parts: self._intersects(parts[1], parts[0]),
        }

    def condition(self, node: Node) -> Condition:
        """Return the condition that a part of the filter states."""
        return self.turns[str(node.data)](node.children)

    def _property(self, node: Node) -> Property:
        return self.collection.find(_name(node))

    def _negate(self, condition: Condition) -> Condition:
        return Condition(f"NOT ({condition.sql})", condition.values)

    def _compare(self, found: Property, sign: str, literal: Node) -> Condition:
        return Condition(f"{column_sql(found)} {sign} ?", (_value(found, literal),))

    def _between(self, parts: list[Any]) -> Condition:
        found = self._property(parts[0])
        values = tuple(_value(found, literal) for literal in parts[1:])
        return Condition(f"{column_sql(found)} BETWEEN ? AND ?", values)

    def _within(self, parts: list[Any]) -> Condition:
        found = self._property(parts[0])
        values = tuple(_value(found, literal) for literal in parts[1:])
        return Condition(f"{column_sql(found)} IN ({', '.join('?' * len(values))})", values)

    def _like(self, parts: list[Any], word: str) -> Condition:
        found, pattern = self._property(parts[0]), _unquote(parts[1])
        if found.kind != "text":
            raise WrongUsage(f"LIKE is for text, and {found.name} is {found.kind}", "Compare it with = < > or BETWEEN")
        if (len(pattern) - len(pattern.rstrip("\\"))) % 2:
            raise WrongUsage("The pattern ends with a backslash that escapes nothing", "Double it")
        if len(pattern) > LONGEST_PATTERN:
            raise WrongUsage(
                f"The pattern has {len(pattern)} characters, and {LONGEST_PATTERN} are allowed", "Write a shorter one"
            )
        options = "si" if word.endswith("ILIKE") else "s"
        matches = f"regexp_full_match({column_sql(found)}, ?, '{options}')"
        return Condition(f"NOT {matches}" if word.startswith("NOT") else matches, (as_expression(pattern),))

    def _intersects(self, name: Node, literal: Node) -> Condition:
        if _name(name) != GEOMETRY:
            raise WrongUsage(f"'{_name(name)}' has no outline", f"Write S_INTERSECTS({GEOMETRY}, …)")
        if literal.data == "box":
            return in_box(",".join(map(str, literal.children)), self.system, "BBOX")
        try:
            shape = shapely.from_wkt(_wkt(literal.children[0]))
        except shapely.errors.GEOSException as fault:
            raise WrongUsage(f"The shape of the filter cannot be read: {fault}", "Mend the shape") from None
        return meets(self.system.east_first(shapely.force_2d(shape)), self.system)


def as_expression(pattern: str) -> str:
    """Convert a LIKE pattern (escape: backslash) to a regular expression.

    DuckDB's own LIKE tries every split of the text, for ever where there are many wildcards, and hears no interrupt.
    Its regular expressions (RE2) take time in proportion to the length of text and pattern.
    """
    pieces, escaped = [], False
    for character in pattern:
        if escaped or character not in "%_\\":
            pieces.append(re.escape(character))
        elif character != "\\":
            pieces.append(".*" if character == "%" else ".")
        escaped = character == "\\" and not escaped
    return "".join(pieces)


def _name(node: Node) -> str:
    return str(node.children[0]).strip('"')


def _unquote(token: Token) -> str:
    return str(token)[1:-1].replace("''", "'")


def _value(found: Property, literal: Node) -> Any:
    """Return the value of a literal if it is of the property's kind; desktop GIS write truths as 0 and 1."""
    kind, token = str(literal.data), cast(Token, literal.children[0])
    if found.kind == "date" and kind in ("text", "date", "timestamp"):
        return read_moment(_unquote(token), found.name)
    if found.kind == "text" and kind == "text":
        return _unquote(token)
    if found.kind in ("integer", "number") and kind == "number":
        return read_value(found, str(token))
    if found.kind == "truth" and (kind == "truth" or str(token) in ("0", "1")):
        return read_value(found, str(token))
    wanted = {"text": "text in single quotes", "date": "a day as DATE('2026-06-01')", "truth": "TRUE or FALSE"}
    raise WrongUsage(
        f"{found.name} is {found.kind}, and {str(token)[:40]} is not", f"Give {wanted.get(found.kind, 'a number')}"
    )


def _wkt(node: Node) -> str:
    """Return the well-known text of a tree, every coordinate checked."""
    if node.data == "collection":
        return f"GEOMETRYCOLLECTION({', '.join(_wkt(part) for part in node.children if isinstance(part, Tree))})"
    if node.data == "wkt":
        words = [str(part) for part in node.children if isinstance(part, Token)]
        return " ".join([*words, _wkt(node.children[-1])])
    if node.data == "group":
        return f"({', '.join(_wkt(part) for part in node.children)})"
    return " ".join(repr(read_coordinate(str(part), "The filter")) for part in node.children)
