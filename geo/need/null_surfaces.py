"""Draw surfaces under the null: strands as people, similar areas and the force alone would give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.need.fit_levels import REACH, LevelFit
from geo.need.level import ExpectedCounts


@dataclass(frozen=True)
class NullStrands:
    """Distribution of the counted strands under the null.

    Parameters
    ----------
    expected : mapping of str to ExpectedCounts
        By strand, in records; the same areas.
    record : mapping of str to float
        What one record of each strand weighs, in the strand's own unit.
    together : ndarray
        Correlation of the strands' normal scores, in the order of `expected`.
    """

    expected: Mapping[str, ExpectedCounts]
    record: Mapping[str, float]
    together: Floats

    @property
    def area_codes(self) -> pd.Index[str]:
        """Areas that are drawn."""
        return next(iter(self.expected.values())).area_codes

    def draw(self, draws: int, random: np.random.Generator) -> dict[str, Floats]:
        """Draw strands anew: by strand, shape (draws, areas), in the strand's own unit.

        Counts are drawn without rounding: as good where only order and totals matter, and without ties. Strands of an
        area correlate as their observed normal scores do. The error of the expectation is not drawn: whoever uses the
        surfaces fits each of them anew (:meth:`geo.need.level.ExpectedCounts.fit_again`).
        """
        fits = {strand: model.fit for strand, model in self.expected.items()}
        drawn = draw_counts(fits, self.together, draws, random)
        return {strand: self.record[strand] * counts for strand, counts in drawn.items()}


def null_strands(expected: Mapping[str, ExpectedCounts], record: Mapping[str, float]) -> NullStrands:
    """Fit the null: expected counts and their spread by strand, and correlations between strands.

    Parameters
    ----------
    expected : mapping of str to ExpectedCounts
        By strand, in records.
    record : mapping of str to float
        What one record weighs.

    Returns
    -------
    NullStrands
        From which surfaces can be drawn.
    """
    return NullStrands(dict(expected), dict(record), correlate({s: model.fit for s, model in expected.items()})[0])


def correlate(fits: Mapping[str, LevelFit]) -> Floats:
    """Correlation of the strands' normal scores on each surface, shape (surfaces, strands, strands)."""
    scores = np.clip(np.stack([fit.scores for fit in fits.values()], axis=1), -REACH, REACH)
    gaps = scores - scores.mean(axis=2, keepdims=True)
    products = gaps @ gaps.transpose(0, 2, 1)
    size = np.sqrt(np.maximum(np.diagonal(products, axis1=1, axis2=2), 1e-12))
    together: Floats = products / (size[:, :, None] * size[:, None, :])
    return np.where(np.eye(len(fits), dtype=bool), 1.0, together)


def draw_counts(
    fits: Mapping[str, LevelFit], together: Floats, draws: int, random: np.random.Generator
) -> dict[str, Floats]:
    """Counts in records, by strand: `draws` about one fit, or one about each fit of so many surfaces.

    Parameters
    ----------
    fits : mapping of str to LevelFit
        Of one surface, or of `draws` surfaces.
    together : ndarray
        From :func:`correlate`: one matrix, or one for each surface.
    draws : int
    random : Generator
    """
    values, vectors = np.linalg.eigh(together)
    root = vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]
    areas = next(iter(fits.values())).typical.shape[1]
    normal = random.standard_normal((draws, areas, len(fits))) @ np.swapaxes(root, -1, -2)
    normal = np.clip(normal, -REACH, REACH)
    return {strand: fit.count_at(normal[..., at]) for at, (strand, fit) in enumerate(fits.items())}
