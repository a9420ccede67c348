"""Lines of JSON of which each carries a hash over itself and the line before: one changed, lost or put in is noticed.

The hash tells of accidents and careless edits; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ChainedLines:
    """Content of some bytes.

    Attributes
    ----------
    events : tuple of dict
        The whole lines in their order, without their hashes.
    chains : tuple of str
        The hash of each.
    used : int
        Bytes of the whole lines.
    wrong_line : int
        Number of the first line, from 1, that is not what was written; 0 where all are. A last line without its end is
        not wrong: the process died while it wrote.
    """

    events: tuple[dict[str, Any], ...]
    chains: tuple[str, ...]
    used: int
    wrong_line: int = 0

    @property
    def last(self) -> str:
        """Hash of the last line; empty where there is none."""
        return self.chains[-1] if self.chains else ""


def read_chain(content: bytes, *, after: str = "", count: int = 0) -> ChainedLines:
    """Read lines, and check each against its hash.

    Parameters
    ----------
    content : bytes
        The lines.
    after : str
        Hash of the line before the first; empty where it is the first of all.
    count : int
        How many lines came before.

    Returns
    -------
    ChainedLines
        The lines up to the first that is wrong.
    """
    events: list[dict[str, Any]] = []
    chains: list[str] = []
    chain, used, wrong = after, 0, 0
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        event = _read_line(line, chain, count + number)
        if event is None:
            torn = used + len(line) == len(content) and not line.endswith(b"\n")
            wrong = 0 if torn else number
            break
        chain = event.pop("chain")
        events.append(event)
        chains.append(chain)
        used += len(line)
    return ChainedLines(tuple(events), tuple(chains), used, wrong)


def write_line(event: Mapping[str, Any], before: str) -> bytes:
    """An event as its line, with a hash over the line before and itself."""
    return _plain({**event, "chain": chain_hash(event, before)}) + b"\n"


def chain_hash(event: Mapping[str, Any], before: str) -> str:
    """Hash of an event behind the line with another hash."""
    return hashlib.sha256(before.encode() + _plain(event)).hexdigest()


def _read_line(line: bytes, before: str, number: int) -> dict[str, Any] | None:
    """What a line says, or nothing where it is not whole and in its place."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    if not isinstance(event, dict) or event.get("number") != number:
        return None
    body = {key: value for key, value in event.items() if key != "chain"}
    return event if event.get("chain") == chain_hash(body, before) else None


def _plain(event: Mapping[str, Any]) -> bytes:
    """The same bytes for the same event."""
    return json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
