"""Evidence for a proposed place, in plain words: the reasons for caution, what is different, what to expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.candidates.evidence import compare
from maps.model.force_view import Force
from maps.text.phrases import list_words, percent

_NEXT_YEAR = ("without action", "success")
_DIFFERENCES = tuple(
    f"{how} than" for how in ("far higher", "much higher", "higher", "lower", "much lower", "far lower")
)
_PEOPLE = "For the equality assessment; never used in the rank."


@dataclass(frozen=True)
class Topic:
    """A heading, and what there is to say under it, a sentence each."""

    heading: str
    lines: tuple[str, ...]


def place_topics(force: Force, place: dict[str, Any]) -> tuple[Topic, ...]:
    """List what is known of a place beyond its reason, by topic; empty topics are left out.

    Parameters
    ----------
    force : Force
    place : dict
        A row of ``candidates``.

    Returns
    -------
    tuple of Topic
        In the order in which they are read.
    """
    said = statements_of(force, place["candidate_id"])
    unit_name = str(force.site.npus.loc[place["npu_code"], "npu_name"])
    people = _sentences(said, "people")
    cautions = _sentences(said, "caution")
    found = (
        Topic("Level", _sentences(said, "level")),
        Topic("Reasons for caution", cautions or (("None found.",) if said else ())),
        Topic("Also checked", _sentences(said, "checked")),
        Topic("What makes it different", differences(said, unit_name)),
        Topic("Next year without any action, and what would be success", _sentences(said, *_NEXT_YEAR)),
        Topic("How good the proposal is", unit_proof(force, place["npu_code"])),
        Topic("Who lives here", (_PEOPLE, *people) if people else ()),
    )
    return tuple(topic for topic in found if topic.lines)


def statements_of(force: Force, candidate_id: str) -> list[dict[Any, Any]]:
    """Return rows of ``candidate_evidence`` of one place, in order."""
    return _rows(force.site.further.evidence.statements, "candidate_id", candidate_id)


def _rows(frame: pd.DataFrame, column: str, value: object) -> list[dict[Any, Any]]:
    return frame[frame[column] == value].to_dict("records") if len(frame) else []


def _sentences(rows: list[dict[Any, Any]], *sections: str) -> tuple[str, ...]:
    return tuple(f"{row['words'].removesuffix('.')}." for row in rows if row["section"] in sections)


def differences(rows: list[dict[Any, Any]], unit_name: str) -> tuple[str, ...]:
    """Write one sentence for all that is much higher, one for all that is higher, and so on."""
    found: dict[str, list[str]] = {how: [] for how in _DIFFERENCES}
    for row in rows:
        if row["section"] == "difference" and not pd.isna(row["value"]) and compare(row["value"]) in found:
            found[compare(row["value"])].append(row["item"][0].lower() + row["item"][1:])
    return tuple(
        f"{how[0].upper()}{how[1:]} the rest of {unit_name}: {list_words(items)}."
        for how, items in found.items()
        if items
    )


def unit_proof(force: Force, npu_code: str) -> tuple[str, ...]:
    """Say how certain it is that no better choice of places exists in a unit."""
    unit_name = str(force.site.npus.loc[npu_code, "npu_name"])
    for row in _rows(force.site.further.evidence.units, "npu_code", npu_code):
        if row["proven"]:
            return (f"Proven: no other choice of places in {unit_name} has more total need within the limits.",)
        return (
            f"Another choice of places in {unit_name} could have at most {percent(row['gap'])} more total need. "
            "Whether there is one is not known.",
        )
    return ()


def fewer_words(force: Force, npu_code: str) -> str:
    """Say why a unit has fewer places than asked for; empty if it has as many. Settings are not named.

    Parameters
    ----------
    force : Force
        What all pages share.
    npu_code : str
        Code of the unit.

    Returns
    -------
    str
        One sentence, or nothing.
    """
    for row in _rows(force.site.further.evidence.units, "npu_code", npu_code):
        return f"{str(row['note']).split(' (')[0]}." if row["note"] else ""
    return ""


def cost_words(share: float) -> str:
    """Say what another choice would do to the place's need above the average, as a share (0 to 1) of it."""
    if share >= 1:
        return "would leave the place with no more need than the force average"
    if share < 0:
        return f"would raise the place's total need by {percent(-share)}"
    return f"would lower the place's total need by {percent(share)}"
