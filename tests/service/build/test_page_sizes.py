"""Pages stay small enough to send by mail: 500 kB and 150 kB compressed for the largest real unit, less for the sample's."""

from __future__ import annotations

import gzip


def test_the_samples_pages_leave_room_for_units_six_times_as_large(sample_build):
    pages = [path.read_bytes() for path in sorted(sample_build[0].site.glob("npu-*.html"))]
    assert len(pages) == 8
    assert max(map(len, pages)) <= 360_000
    assert max(len(gzip.compress(page)) for page in pages) <= 105_000
