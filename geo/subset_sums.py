"""The exact distribution of the sum of k values drawn without replacement: one table that serves every area."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

LARGEST_TABLE = 2**25  # cells of 8 bytes: a quarter of a gigabyte
SMALL_POPULATION = 66  # C(66, 33) is the largest count of subsets that 64 bits hold
RESOLUTION = 1e-14  # nothing smaller is quoted: the transforms carry errors of about 1e-15
_FAULT = 1e-9
_NEGLIGIBLE = 1e-17
_RUN = 64  # neighbouring frequencies that share a bound
_RUNS = 32  # runs handled together, so that the recursion stays in the processor's cache


class TableTooLargeError(Exception):
    """The exact table would need more cells than allowed; a bracket needs fewer."""


class SubsetSums:
    """Tail probabilities of sums of subsets drawn without replacement, of all values or of all but one.

    Parameters
    ----------
    values : array of int64
        The whole population, n values.
    sizes : array of int64
        Sizes of subset that will be asked about, each from 0 to n.
    largest_table : int
        Most cells that the table may have, 8 bytes each.

    Raises
    ------
    TableTooLargeError
        The range of the sums is too wide.

    Notes
    -----
    The elementary symmetric polynomials of the numbers exp(-2πi f x/L) are the Fourier transform of the distribution of
    a k-subset's sum. They come from power sums by Newton's identity, k e_k = Σ (-1)^(m-1) e_(k-m) p_m (Macdonald 1995,
    I.2.11'), and the power sums are the histogram's own transform at m f: nothing is drawn. One value is left out
    afterwards by dividing its factor 1 + y z^x out of the generating function. Both recursions lose digits when k is
    nearly n, so subsets larger than half are counted by what they leave behind. Up to 66 values, subsets are
    counted in 64-bit integers, without any rounding; differences of counts are right even where they wrap.
    """

    def __init__(self, values: Integers, sizes: Integers, *, largest_table: int = LARGEST_TABLE) -> None:
        self._lowest = int(values.min())
        self._step = max(int(np.gcd.reduce(values - self._lowest)), 1)
        self._x = (values - self._lowest) // self._step
        self._n, self._all = len(values), int(self._x.sum())
        depth = int(np.minimum(sizes, self._n - sizes).max(initial=0))
        # The table ends at the largest sum that `depth` values can have; beyond it every tail is 0.
        self._end = int(np.partition(self._x, self._n - depth)[self._n - depth :].sum()) + 1 if depth else 1
        if (depth + 1) * (self._end + 2) > largest_table:
            raise TableTooLargeError(f"{depth + 1} orders of {self._end} sums are more than {largest_table} cells")
        self._counted = self._n <= SMALL_POPULATION
        tabulate = _count_subsets if self._counted else _transform
        self._tails = tabulate(self._x, depth, self._end)

    def among_all(self, size: Integers, at_least: Integers) -> Floats:
        """Probability that `size` of all n values sum to at least `at_least`, element by element."""
        threshold = self._threshold(size, at_least)
        direct = 2 * size <= self._n
        order = np.where(direct, size, self._n - size)
        # The complement's sum is at most what is left over: one minus the tail from one step higher.
        asked = np.where(direct, threshold, self._all - threshold + 1)
        found = self._tails[order, np.clip(asked, 0, self._end)].astype(float)
        if self._counted:
            found /= np.array([comb(self._n, int(k)) for k in range(self._n + 1)], dtype=float)[order]
        return _probabilities(np.where(direct, found, 1.0 - found))

    def among_others(self, position: Integers, size: Integers, at_least: Integers) -> Floats:
        """Probability that `size` values sum to at least `at_least`, drawn from all but the one at `position`."""
        x, threshold = self._x[position], self._threshold(size, at_least)
        direct = 2 * size <= self._n - 1
        order = np.where(direct, size, self._n - 1 - size)
        asked = np.where(direct, threshold, self._all - x - threshold + 1)
        found = np.empty(len(x))
        for k in np.unique(order):
            these = order == k
            found[these] = self._leave_out(int(k), asked[these], x[these])
        return _probabilities(np.where(direct, found, 1.0 - found))

    def _leave_out(self, k: int, threshold: Integers, x: Integers) -> Floats:
        """Alternating sum Σ (-1)^j C(n, k-j) T_(k-j)(s - j x) / C(n-1, k)."""
        if self._counted:
            counts = np.zeros(len(x), dtype=np.int64)
            for j in range(k + 1):
                counts += (-1) ** j * self._tails[k - j].take(np.clip(threshold - j * x, 0, self._end))
            return counts / comb(self._n - 1, k)
        total, weight = np.zeros(len(x)), self._n / (self._n - k)
        for j in range(k + 1):
            total += weight * self._tails[k - j].take(np.clip(threshold - j * x, 0, self._end))
            weight *= -(k - j) / (self._n - k + j + 1)
        return total

    def _threshold(self, size: Integers, at_least: Integers) -> Integers:
        """The same sum of values that start at 0 and have no common divisor, rounded up."""
        return -((size * self._lowest - at_least) // self._step)


def _count_subsets(x: Integers, depth: int, end: int) -> Integers:
    """Number of subsets of each size up to `depth` that sum to at least s, for s to `end`, by dynamic programming."""
    counts = np.zeros((depth + 1, end + 1), dtype=np.int64)
    counts[0, 0] = 1
    for value in x:
        counts[1:, value:] += counts[:-1, : end + 1 - value].copy()
    return np.ascontiguousarray(np.cumsum(counts[:, ::-1], axis=1)[:, ::-1])


def _transform(x: Integers, depth: int, end: int) -> Floats:
    """Probability that a subset of each size up to `depth` sums to at least s, for s to `end`, by transforms."""
    # Whole runs; also, small subsets, whose sums are short, can take every second or fourth frequency.
    length = _RUN * next_fast_len(-(-(end + 1) // _RUN), real=True)
    tails = np.zeros((depth + 1, end + 1))
    spectrum = _newton(np.bincount(x, minlength=length), depth)
    largest = np.cumsum(np.sort(x)[::-1][:depth])
    tails[0, 0] = 1.0
    for k in range(1, depth + 1):
        reach = int(largest[k - 1]) + 1
        stride = next(step for step in (4, 2, 1) if reach <= length // step)
        masses = irfft(spectrum[k, : length // 2 + 1 : stride], n=length // stride)
        np.cumsum(masses[reach - 1 :: -1], out=tails[k, reach - 1 :: -1])
    return tails


def _newton(histogram: Integers, depth: int) -> Complexes:
    """Transforms of the distributions of a k-subset's sum, k = 0 to `depth`, at the frequencies from 0 to a half.

    The rows end in some padding beyond the last frequency.
    """
    length, n = len(histogram), int(histogram.sum())
    half = rfft(histogram.astype(float))
    full = np.concatenate([half, half[-2:0:-1].conj()])
    runs = -(-len(half) // _RUN)
    spectrum = np.zeros((depth + 1, runs, _RUN), dtype=np.complex128)
    spectrum[0] = 1.0
    scale = max(depth, 1) / n  # e_k scale^k neither overflows nor vanishes
    signs = np.array([(-1) ** (m - 1) * scale**m for m in range(1, depth + 1)])
    norms: Floats = np.cumprod(np.array([1.0, *(k / (n - k + 1) / scale for k in range(1, depth + 1))]))
    for group, orders, terms in _work_needed(np.abs(full), np.abs(signs), norms, runs) if depth else ():
        # The last run is padded; its frequencies come round again.
        frequencies = (group[:, np.newaxis] * _RUN + np.arange(_RUN)).ravel() % length
        powers = np.empty((terms, len(frequencies)), dtype=np.complex128)
        multiple = np.zeros_like(frequencies)
        for m in range(1, terms + 1):
            multiple += frequencies
            multiple -= length * (multiple >= length)
            np.multiply(full.take(multiple), signs[m - 1], out=powers[m - 1])
        found = _recurse(powers, orders) * norms[orders::-1, np.newaxis]
        spectrum[: orders + 1, group] = found[::-1].reshape(orders + 1, len(group), _RUN)
    return spectrum.reshape(depth + 1, runs * _RUN)


def _recurse(powers: Complexes, orders: int) -> Complexes:
    """Newton's identity at each frequency, from `orders` down to 0: newest first, as the recursion reads them."""
    terms, count = powers.shape
    symmetric = np.zeros((orders + 1 + terms, count), dtype=np.complex128)
    symmetric[orders] = 1.0
    parts = np.empty_like(powers)
    for k in range(1, orders + 1):
        row = orders - k
        np.multiply(symmetric[row + 1 : row + 1 + terms], powers, out=parts)
        np.add.reduce(parts, axis=0, out=symmetric[row])
        symmetric[row] *= 1.0 / k
    return symmetric[: orders + 1]


def _work_needed(size: Floats, signs: Floats, norms: Floats, runs: int) -> Iterator[tuple[Integers, int, int]]:
    """Runs of frequencies in groups, each with the highest order and longest recursion that are not negligible there.

    Newton's identity with absolute values bounds every transform and each of its terms. High power sums matter little
    where n is much larger than k, and high orders vanish at high frequencies, which saves most of the work. Frequency f
    adds at most 1/f of its size to a tail, so what is dropped adds up to some 1e-15 in any tail.
    """
    depth = len(signs)
    # The m-th term is at most the m-th power sum of nothing but ones, whatever the frequency.
    most = [(norms[m:] / norms[: depth + 1 - m]).max() * signs[m - 1] * size[0] for m in range(1, depth + 1)]
    longest = max(np.flatnonzero(np.array(most) > _NEGLIGIBLE), default=0) + 1
    # m times a run of frequencies lies within m runs that follow each other.
    tops, peaks = size.reshape(-1, _RUN).max(axis=1), np.zeros((longest, runs))
    for m in range(1, longest + 1):
        for step in range(m):
            np.maximum(peaks[m - 1], tops.take((m * np.arange(runs) + step) % len(tops)), out=peaks[m - 1])
    peaks *= signs[:longest, np.newaxis]
    bounds = np.zeros((depth + 1 + longest, runs))
    bounds[depth] = 1.0
    terms = np.ones(runs, dtype=np.int64)
    for k in range(1, depth + 1):
        parts = bounds[depth - k + 1 : depth - k + 1 + longest] * peaks / k
        bounds[depth - k] = parts.sum(axis=0)
        matters = parts * norms[k] > _NEGLIGIBLE
        terms = np.maximum(terms, np.where(matters.any(axis=0), longest - matters[::-1].argmax(axis=0), 1))
    matters = bounds[depth::-1] * norms[:, np.newaxis] > _NEGLIGIBLE
    orders = depth - matters[::-1].argmax(axis=0)
    ranked = np.lexsort((terms, orders))
    for start in range(0, runs, _RUNS):
        group = np.sort(ranked[start : start + _RUNS])
        yield group, int(orders[group].max()), int(terms[group].max())


def _probabilities(found: Floats) -> Floats:
    """Clip rounding errors to [0, 1]; anything more than that is a fault of the program and is said loudly."""
    if len(found) and (found.min() < -_FAULT or found.max() > 1.0 + _FAULT):
        raise ArithmeticError(f"an exact probability came out between {found.min():g} and {found.max():g}")
    return np.clip(found, 0.0, 1.0)
