"""How areas with the same expectation differ: normal on the logarithm, with an upper tail as long as theirs is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from geo.arrays import Floats

TAIL = 0.02
_NORMAL = 1e-4
_LEAST = 1e-9


@dataclass(frozen=True)
class SpreadShape:
    """The g distribution of residuals, one for each surface: centre + scale (exp(skew z) - 1)/skew, z standard normal.

    Parameters
    ----------
    centre, scale, skew : ndarray
        Shape (surfaces, 1). `skew` is never below 0: the upper tail is normal or longer.
    """

    centre: Floats
    scale: Floats
    skew: Floats

    @classmethod
    def fit(cls, residuals: Floats) -> SpreadShape:
        """Fit it to residuals, shape (surfaces, areas), by their 2%, 50% and 98% points.

        Notes
        -----
        Hoaglin's letter-value estimate of Tukey's g (Hoaglin 1985, in Exploring Data Tables, Trends, and Shapes). The
        highest 2% do not move it, so one area far above does not hide itself.
        """
        low, centre, high = (part[:, None] for part in np.quantile(residuals, [TAIL, 0.5, 1 - TAIL], axis=1))
        reach = -ndtri(TAIL)
        above, below = np.maximum(high - centre, _LEAST), np.maximum(centre - low, _LEAST)
        skew = np.maximum(np.log(above / below) / reach, _NORMAL)
        scale = np.where(skew > _NORMAL, above, (above + below) / 2) * skew / np.expm1(skew * reach)
        return cls(centre, scale, skew)

    def score(self, residuals: Floats) -> Floats:
        """Normal scores of residuals; very low below the lower end of the distribution."""
        stretched = np.maximum(1 + self.skew * (residuals - self.centre) / self.scale, 1e-12)
        scores: Floats = np.log(stretched) / self.skew
        return scores

    def residual(self, scores: Floats) -> Floats:
        """Residuals with these normal scores: the inverse of :meth:`score`."""
        residuals: Floats = self.centre + self.scale * np.expm1(self.skew * scores) / self.skew
        return residuals
