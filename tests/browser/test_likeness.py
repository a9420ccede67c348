"""The sample's pages look as they were last seen to look. After a change that is meant: see ``likeness.py``."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser.likeness import KEPT, SHARE, SHOTS, differing, explain, photograph, worst_part

pytestmark = pytest.mark.browser
RENEW = "if this is meant, look at the picture and run 'python -m tests.browser.likeness'"


def kept(name):
    return Image.open(KEPT / f"{name}.png")


@pytest.mark.parametrize("name", SHOTS)
def test_a_page_looks_as_before(browser, sample_site, tmp_path, name):
    seen, before = photograph(browser, sample_site, SHOTS[name]), kept(name)
    assert seen.size == before.size
    share = worst_part(differing(seen, before))
    if share > SHARE:
        explain(seen, before, tmp_path / f"{name}.png")
        pytest.fail(f"{share:.0%} of a part of {name} differs, see {tmp_path / name}.png; {RENEW}")


@pytest.mark.parametrize("lost", [".legend", ".place-line", ".unit-edge", ".panel"])
def test_what_a_reader_would_miss_is_missed(browser, sample_site, tmp_path, lost):
    seen, before = photograph(browser, sample_site, SHOTS["unit-wide"], without=lost), kept("unit-wide")
    assert worst_part(differing(seen, before)) > SHARE
    explain(seen, before, tmp_path / "missed.png")
    assert (tmp_path / "missed.png").stat().st_size > 0


def test_kept_pictures_are_small_and_none_is_left_over():
    assert {path.stem for path in KEPT.iterdir()} == set(SHOTS)
    assert max(path.stat().st_size for path in KEPT.iterdir()) < 60_000
