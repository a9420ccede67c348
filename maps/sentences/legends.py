"""Words of the legends: titles of layers, classes and how each was found. A floor of its own: the model reads it."""

from __future__ import annotations

from collections.abc import Sequence

# What matters is at the top: half of the areas share one pale class, and the darkest is the highest 5%.
CLASS_SHARES = (50, 30, 10, 5, 5)
_TIES_ALLOWED = 2.5  # percentage points by which equal values may move a class from its round share

NO_VALUE = "No area has a value."
WHOLE_FORCE = "Classes are set for the whole force, so you can compare units."
OWN_SHARES = (
    "Areas with equal values share a class. Classes are set for the whole force and say their share of its areas."
)
MANY_ZEROS = (
    "Areas with none, then the others in up to four groups. Each class says its share of areas in the whole force."
)
DECILES = "Tenths of all areas in England."
HOTSPOTS = "Whether an area and its neighbours are high together."
QUADRANTS = "The area, then its neighbours, above or below the force average. A description, not a test."
STABILITY = (
    "How likely the area is to be in the top 5% for need in the next 12 months. It allows for change and chance, not "
    "for other weights. The methods compare it with real years."
)
TYPES = "Areas grouped by their four strands and by how crime changed."
SIMILAR = "Compared with the most similar areas in the force, with a 90% interval."

DECILE_LABELS = ("9 and 10, least deprived", "7 and 8", "5 and 6", "3 and 4", "1 and 2, most deprived")
HOTSPOT_LABELS = (
    ("4", "hotspot, strongest (99%)"),
    ("3", "hotspot (90 or 95%)"),
    ("2", "beside a hotspot"),
    ("1", "no hotspot"),
    ("0", "clearly quieter than average"),
)
QUADRANT_LABELS = (
    ("4", "high, among high neighbours"),
    ("3", "high, among low neighbours"),
    ("2", "low, among high neighbours"),
    ("0", "low, among low neighbours"),
)
STABILITY_LABELS = (
    ("4", "almost certain (95% or more)"),
    ("3", "more likely than not"),
    ("2", "possible (5% to 50%)"),
    ("0", "unlikely (up to 5%)"),
)
EMERGING_LABELS = (
    ("4", "hot and new or growing"),
    ("3", "hot and lasting"),
    ("2", "hot at times, or before"),
    ("1", "no pattern"),
    ("0", "cold"),
)
SIMILAR_LABELS = (
    ("4", "more than in similar areas"),
    ("1", "as in similar areas"),
    ("0", "less than in similar areas"),
)
OTHER_TYPES = ("0", "other types")


def are_round(shares: Sequence[float]) -> bool:
    """Whether ties move no class by more than 2.5 points from the round shares (:data:`CLASS_SHARES`)."""
    return len(shares) == len(CLASS_SHARES) and all(
        abs(100 * share - usual) <= _TIES_ALLOWED for share, usual in zip(shares, CLASS_SHARES, strict=True)
    )


def share_words(shares: Sequence[float]) -> list[str]:
    """Name exclusive classes, lowest first: "lowest half", "next 30%", "next 10%", "next 5%", "highest 5%".

    Parameters
    ----------
    shares : sequence of float
        What share (0 to 1) of the areas lies in each class. Where ties move one of them too far from the round shares,
        each class says its own instead, and together they make 100: "57% of areas".
    """
    if not are_round(shares):
        return [f"{share or 'under 1'}% of areas" for share in _whole_percents(shares)]
    _, *rest, last = CLASS_SHARES
    return ["lowest half", *(f"next {share}%" for share in rest), f"highest {last}%"]


def _whole_percents(shares: Sequence[float]) -> list[int]:
    """Round to whole per cent that add up to 100: the largest remainders are rounded up."""
    found = [int(100 * share) for share in shares]
    order = sorted(range(len(shares)), key=lambda at: found[at] - 100 * shares[at])
    for at in order[: 100 - sum(found)]:
        found[at] += 1
    return found


def period_basis(step: str) -> str:
    """Say how classes over time were found: by "month" or "quarter"."""
    return f"Whether the area was a hotspot in each {step}."


def suppressed_label(least_shown: int) -> str:
    """Return the label of counts that a copy for others does not show."""
    return f"not shown: under {least_shown}, or would give one away"


def suppressed_basis(basis: str, least_shown: int) -> str:
    """Return the basis of classes in a copy for others."""
    shown = basis.replace("the whole force", "the areas shown in the force")
    return f"{shown} Counts under {least_shown} are not shown; others are rounded to 5."


def stability_words(share: str) -> str:
    """Say how likely one area is to be in the top 5% next year."""
    return f"in the top 5% next year: {share} likely"


def similar_words(difference: float, text: str) -> str:
    """Compare one area with similar areas; ``text`` is the difference without its sign."""
    if abs(difference) < 0.5:
        return "as in similar areas"
    return f"{text} {'more' if difference > 0 else 'less'} than in similar areas"
