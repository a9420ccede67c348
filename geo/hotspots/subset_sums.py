"""Compute the exact distribution of the sum of k values drawn without replacement: one table for every area."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.fft import fft, irfft, next_fast_len

from geo.arrays import Floats, Integers

Complexes = NDArray[np.complex128]

LARGEST_TABLE = 2**25  # cells of 8 bytes: a quarter of a gigabyte
SMALL_POPULATION = 66  # C(66, 33) is the largest count of subsets that 64 bits can express
RESOLUTION = 1e-14  # nothing smaller is quoted: the transforms carry errors of about 1e-15
_FAULT = 1e-9
_NEGLIGIBLE = float(np.finfo(float).eps)
_BLOCK = 2048  # frequencies handled together, so that the recursion stays in the processor's cache
_STRIDES = (8, 4, 2, 1)


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
        Most cells that the table may have, 8 bytes each; while it is made, as much again is needed.

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
        self._counted = self._n <= SMALL_POPULATION
        ends = _ends(self._x, depth, negligible=0.0 if self._counted else _NEGLIGIBLE)
        if (depth + 1) * int(ends[-1]) > largest_table:
            raise TableTooLargeError(f"{depth + 1} orders of {ends[-1]} sums are more than {largest_table} cells")
        # By subset size: how often its sum is at least s, for s from 0 to an end where that is 0.
        self._tails = (_count_subsets if self._counted else _transform)(self._x, ends)

    def among_all(self, size: Integers, at_least: Integers) -> Floats:
        """Return the probability that `size` of all n values sum to at least `at_least`, element by element."""
        threshold = self._threshold(size, at_least)
        direct = 2 * size <= self._n
        order = np.where(direct, size, self._n - size)
        # The complement's sum is at most what is left over: one minus the tail from one step higher.
        asked = np.where(direct, threshold, self._all - threshold + 1)
        found = np.empty(len(order))
        for k, these in _by_order(order):
            found[these] = self._tails[k].take(asked[these], mode="clip")
            if self._counted:
                found[these] /= comb(self._n, k)
        return _probabilities(np.where(direct, found, 1.0 - found))

    def among_others(self, position: Integers, size: Integers, at_least: Integers) -> Floats:
        """Return the probability that `size` values, without the one at `position`, sum to at least `at_least`."""
        x, threshold = self._x[position], self._threshold(size, at_least)
        direct = 2 * size <= self._n - 1
        order = np.where(direct, size, self._n - 1 - size)
        asked = np.where(direct, threshold, self._all - x - threshold + 1)
        found = np.empty(len(x))
        for k, these in _by_order(order):
            leave_out = self._leave_out_counting if self._counted else self._leave_out
            found[these] = leave_out(k, asked[these], x[these])
        return _probabilities(np.where(direct, found, 1.0 - found))

    def _leave_out(self, k: int, threshold: Integers, x: Integers) -> Floats:
        """Compute Σ (-1)^j C(n, k-j) T_(k-j)(s - j x) / C(n-1, k), up to the terms that matter."""
        total, weight = np.zeros(len(x)), self._n / (self._n - k)
        for j in range(k + 1):
            if abs(weight) < _NEGLIGIBLE:
                break
            total += weight * self._tails[k - j].take(threshold, mode="clip")
            threshold = threshold - x
            weight *= -(k - j) / (self._n - k + j + 1)
        return total

    def _leave_out_counting(self, k: int, threshold: Integers, x: Integers) -> Floats:
        """Compute the same sum in whole numbers."""
        counts = np.zeros(len(x), dtype=np.int64)
        for j in range(k + 1):
            counts += (-1) ** j * self._tails[k - j].take(threshold - j * x, mode="clip")
        return counts / comb(self._n - 1, k)

    def _threshold(self, size: Integers, at_least: Integers) -> Integers:
        """Shift the threshold to values that start at 0 and have no common divisor, rounded up."""
        return -((size * self._lowest - at_least) // self._step)


def _by_order(order: Integers) -> Iterator[tuple[int, Integers]]:
    """Group positions by the order that they need."""
    positions = np.argsort(order.astype(np.int16), kind="stable")  # short numbers sort fastest
    starts = np.flatnonzero(np.diff(order[positions], prepend=-1))
    for these in np.split(positions, starts[1:]):
        if len(these):
            yield int(order[these[0]]), these


def _ends(x: Integers, depth: int, *, negligible: float) -> Integers:
    """Return, by size from 0 to `depth`, a sum that a subset reaches with no more than a negligible chance.

    Chernoff's bound, exp(-t s) E[exp(t x)]^k, is true without replacement, too (Hoeffding 1963, theorem 4).
    """
    beyond = np.cumsum([1, *np.sort(x)[::-1][:depth]])
    if not negligible:
        return beyond
    values, times = np.unique(x, return_counts=True)
    rates: Floats = np.geomspace(1, 64, 13)[:, np.newaxis] / max(values[-1], 1)
    rises = np.log(np.exp(rates * (values - values[-1])) @ times / len(x))[:, np.newaxis] + rates * values[-1]
    unlikely = (np.arange(depth + 1) * rises - np.log(negligible)) / rates
    ends: Integers = np.minimum(beyond, np.ceil(unlikely.min(axis=0)).astype(np.int64))
    return ends


def _count_subsets(x: Integers, ends: Integers) -> list[Integers]:
    """Count subsets by dynamic programming."""
    counts = np.zeros((len(ends), ends[-1] + 1), dtype=np.int64)
    counts[0, 0] = 1
    for value in x:
        counts[1:, value:] += counts[:-1, : ends[-1] + 1 - value].copy()
    return list(np.cumsum(counts[:, ::-1], axis=1)[:, ::-1])


def _transform(x: Integers, ends: Integers) -> list[Floats]:
    """Compute probabilities by transforms."""
    length = _STRIDES[0] * next_fast_len(-(-int(ends[-1] + 1) // _STRIDES[0]), real=True)
    # Small subsets have short sums: every second, fourth or eighth frequency is enough for them.
    last = [max(int(np.searchsorted(ends, length // stride)), 1) for stride in _STRIDES]
    groups = [
        (first, end, stride) for first, end, stride in zip([1, *last], last, _STRIDES, strict=False) if end > first
    ]
    spectra = [np.zeros((end - first, length // stride // 2 + 1), dtype=np.complex128) for first, end, stride in groups]
    for start, found in _newton(np.bincount(x, minlength=length), len(ends) - 1):
        for (first, end, stride), spectrum in zip(groups, spectra, strict=True):
            part = found[first:end, ::stride]
            spectrum[: len(part), start // stride : start // stride + part.shape[1]] = part
    tails = [np.array([1.0, 0.0])]
    for (first, _, stride), spectrum in zip(groups, spectra, strict=True):
        for tail, end in zip(irfft(spectrum, n=length // stride, axis=1), ends[first:], strict=False):
            tail[end] = 0.0
            np.cumsum(tail[end::-1], out=tail[end::-1])
            tails.append(tail[: end + 1])
    return tails


def _newton(histogram: Integers, depth: int) -> Iterator[tuple[int, Complexes]]:
    """Compute transforms of the distributions of a k-subset's sum, by blocks of frequencies, up to the k needed."""
    length, n = len(histogram), int(histogram.sum())
    half = length // 2 + 1
    # In e_k / C(n, k), the m-th term of the identity is at most this large, whatever the frequency.
    largest = np.cumprod([n / (n - depth + 1), *((depth - m) / (n - depth + 1 + m) for m in range(1, depth))])
    terms = max(int((largest > _NEGLIGIBLE).sum()), 1)
    # Where as many orders in turn as there are terms lie below this, so do all that follow lie below _NEGLIGIBLE.
    quiet = _NEGLIGIBLE / largest.sum() ** depth
    scale = max(depth, 1) / n  # e_k scale^k neither overflows nor vanishes
    signs = np.array([[(-1) ** (m - 1) * scale**m] for m in range(terms, 0, -1)])
    norms = np.cumprod([1.0, *(k / (n - k + 1) / scale for k in range(1, depth + 1))], dtype=np.float64)[:, np.newaxis]
    # Power sums are read at m f: the transform goes round, and on for the last block's sake.
    power_sums = np.resize(fft(histogram.astype(float)), length + terms * _BLOCK)
    for start in range(0, half, _BLOCK):
        count = min(_BLOCK, half - start)
        powers = np.empty((terms, count), dtype=np.complex128)  # the last term first
        for m in range(1, terms + 1):
            at = m * start % length
            powers[terms - m] = power_sums[at : at + m * count : m]
        powers.view(np.float64)[:] *= signs
        found = _recurse(powers, depth, quiet / norms)
        np.multiply(found.view(np.float64), norms[: len(found)], out=found.view(np.float64))
        yield start, found


def _recurse(powers: Complexes, depth: int, quiet: Floats) -> Complexes:
    """Apply Newton's identity at each frequency, from order 0 up to `depth` or until no further order matters."""
    terms, count = powers.shape
    found, parts = np.empty((depth + 1, count), dtype=np.complex128), np.empty_like(powers)
    sizes = found.view(np.float64)
    found[0] = 1.0
    for k in range(1, depth + 1):
        some = min(k, terms)
        np.multiply(found[k - some : k], powers[terms - some :], out=parts[:some])
        np.add.reduce(parts[:some], axis=0, out=found[k])
        sizes[k] *= 1.0 / k
        newest = slice(k - terms + 1, k + 1)
        if k % terms == 0 and (np.abs(sizes[newest]).max(axis=1, keepdims=True) < quiet[newest]).all():
            return found[: k - terms + 1]
    return found


def _probabilities(found: Floats) -> Floats:
    """Clip rounding errors to [0, 1]; raise an error for anything larger, which is a fault of the program."""
    if len(found) and (found.min() < -_FAULT or found.max() > 1.0 + _FAULT):
        raise ArithmeticError(f"an exact probability came out between {found.min():g} and {found.max():g}")
    return np.clip(found, 0.0, 1.0)
