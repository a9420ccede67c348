"""What a sheet says for and against a place follows the verdict of a test, not the wording of its sentence."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.candidates.evidence import LEVEL_ITEM
from maps.model.force_view import see_force, unit_places
from maps.sentences.sheet_evidence import weigh_evidence

WORDS = "40 recorded crimes, 2.0 times the 20 expected: whatever the wording"


@pytest.mark.parametrize(("verdict", "in_favour"), [("above", True), ("as expected", False), (None, False)])
def test_level_counts_by_its_verdict(site, verdict, in_favour):
    place = unit_places(see_force(site), "NO")[0]
    row = {"candidate_id": place["candidate_id"], "section": "level", "item": LEVEL_ITEM, "value": 2.0, "words": WORDS}
    levels = (
        pd.DataFrame({"candidate_id": [place["candidate_id"]], "level_class": [verdict]}) if verdict else pd.DataFrame()
    )
    evidence = replace(site.further.evidence, statements=pd.DataFrame([row]), levels=levels)
    found = weigh_evidence(see_force(replace(site, further=replace(site.further, evidence=evidence))), place)
    assert (f"{WORDS}." in found.in_favour) == in_favour
    assert (f"{WORDS}." in found.against) == (not in_favour)
