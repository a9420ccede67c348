import numpy as np
import pytest

from geo.areas.coordinates import to_longitude_latitude, to_national_grid


def test_ordnance_survey_test_point():
    # Ordnance Survey, OSTN15/OSGM15 developer pack, test point TP01 (Isles of Scilly). Tolerance 10 m: without the
    # OSTN15 grid the shift is a seven-parameter one, and it is worst at the edges of the country.
    easting_m, northing_m = to_national_grid(-6.29977752, 49.922263937)
    assert easting_m == pytest.approx(91492.146, abs=10)
    assert northing_m == pytest.approx(11318.804, abs=10)


def test_axes_are_longitude_then_latitude():
    easting_m, northing_m = to_national_grid([-1.9, 0.0], [52.48, 51.4778])
    assert easting_m == pytest.approx([406_889, 538_987], abs=10)  # Birmingham; Greenwich
    assert northing_m == pytest.approx([286_902, 177_323], abs=10)


def test_there_and_back():
    easting_m, northing_m = np.array([406_000.0, 460_000.0]), np.array([286_000.0, 305_000.0])
    back = to_national_grid(*to_longitude_latitude(easting_m, northing_m))
    assert np.allclose(back, (easting_m, northing_m), atol=0.01)


@pytest.mark.parametrize(("longitude", "latitude"), [(np.nan, 52.0), (-1.9, np.nan), (np.inf, 52.0), (-1.9, 1000.0)])
def test_what_cannot_be_projected_is_missing(longitude, latitude):
    easting_m, northing_m = to_national_grid([longitude, -1.9], [latitude, 52.48])
    assert np.isnan([easting_m[0], northing_m[0]]).all()
    assert np.isfinite([easting_m[1], northing_m[1]]).all()


def test_no_points():
    easting_m, northing_m = to_national_grid([], [])
    assert easting_m.shape == northing_m.shape == (0,)
