"""Units of squares in rows, with random need and residents."""

import numpy as np

from geo.candidates.place import Unit


def draw_unit(random, shares, *, across, mean, spread, compactness):
    """A unit of as many squares as `shares` has rows: need from a normal of this mean and spread, teams two squares wide."""
    count = len(shares)
    return Unit(
        npu_code="AA",
        codes=[f"x{area:02d}" for area in range(count)],
        excess=np.round(random.normal(mean, spread, count), 1),
        residents=random.integers(500, 2500, count).astype(float),
        teams=np.array([area % across // 2 for area in range(count)]),
        shares=shares,
        home=np.ones(count, dtype=bool),
        compactness=compactness,
    )
