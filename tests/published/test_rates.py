"""Published values of the empirical-Bayes rate."""

import libpysal.examples
import pandas as pd
import pytest

from geo.measures.rates import empirical_bayes_rate


def test_st_louis_homicides():
    # esda 2.9, tests/test_smoothing.py: Empirical_Bayes on libpysal's stl_hom, HC7984 over PO7984; tolerance: the
    # digits printed.
    counties = pd.read_csv(libpysal.examples.get_path("stl_hom.csv"))
    rates = empirical_bayes_rate(counties["HC7984"], counties["PO7984"])
    assert rates.tolist()[:3] == pytest.approx([2.3672e-5, 4.5454e-5, 4.7811e-5], abs=1e-9)
