"""Decisions on pages: the same bytes whether a page is built with them or filled afterwards."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from made_up_sites import decided

from maps.model.force_view import see_force
from maps.pages.briefing import briefings
from maps.pages.decision_slots import fill_decisions
from maps.pages.index_page import index_page
from maps.pages.unit_page import unit_page
from maps.text.slots import fill_slots

WORDS = "Impact Area since 1 April 2025, decided by Supt Khan, review by 1 April 2026"


@pytest.mark.parametrize(
    ("areas_of", "names", "said"),
    [
        ([], None, ""),
        (["de"], None, ""),
        (["abc"], None, f"{WORDS}. Named Area D1."),
        (["abc"], {"D1": "Ashby"}, f"{WORDS}."),
        (["abcd"], None, f"Part of Area D1, {WORDS}."),
        (["bcd"], None, f"2 of its 3 areas lie in Area D1, {WORDS}."),
        (["a", "b"], None, f"1 of its 3 areas lies in Area D1, {WORDS}. 1 of its 3 areas lies in Area D2, {WORDS}."),
        (["ab", "abc"], None, f"{WORDS}. Named Area D2."),
    ],
)
def test_a_place_says_what_was_decided_on_it(areas_of, names, said):
    assert decided(*areas_of, names=names).place_words("NO-1") == said


def test_only_a_place_that_lies_whole_in_an_impact_area_is_no_longer_proposed():
    slot = "<!--decided proposed NO-1--><!--/decided-->"
    assert "proposed Impact Area" in fill_decisions(slot, decided("ab"))
    assert fill_decisions(slot, decided("abcd")) == slot


def test_one_that_no_card_tells_of_is_listed_by_its_unit():
    slot = "<!--decided others NO NO-1--><!--/decided-->"
    assert "Area D2" in fill_decisions(slot, decided("abc", "z"))
    assert "Area D1" not in fill_decisions(slot, decided("abc", "z"))
    assert fill_decisions(slot, decided("abc", "z", npu_code="SO")) == slot


def every_page(site) -> dict[str, str]:
    force = see_force(site)
    units = {f"npu-{code}.html": unit_page(force, str(code)) for code in site.npus.index}
    sheets = {name: text for code in site.npus.index for name, text in briefings(force, str(code)).items()}
    return {"index.html": index_page(force), **units, **sheets}


@pytest.mark.long
def test_a_page_filled_later_is_the_page_built_with_the_decision(site):
    """The second way: all pages drawn again with the designation known, against those filled afterwards."""
    without = replace(
        site, further=replace(site.further, designations=pd.DataFrame(), designation_areas=pd.DataFrame())
    )
    before, after = every_page(without), every_page(site)
    decisions, none = see_force(site).decisions, see_force(without).decisions
    changed = {name for name in before if before[name] != after[name]}
    # the designation lies in NO: its unit's pages and the index change, the other unit's stay
    assert changed == {"index.html", "npu-NO.html", "briefing-NO.html", "briefing-NO-1.html"}
    for name, text in before.items():
        assert fill_decisions(text, decisions) == after[name], name
        assert fill_decisions(after[name], decisions) == after[name], name
        assert fill_decisions(after[name], none) == text, name


def test_arguments_are_read_as_they_were_written():
    seen = []
    page = "<!--decided card BE-1%2F2%20x%2D%2D%3E 3.5-->old<!--/decided-->|<!--decided count--><!--/decided-->"
    filled = fill_slots(page, lambda kind, given: seen.append((kind, given)) or "new")
    assert seen == [("card", ["BE-1/2 x-->", "3.5"]), ("count", [])]
    assert filled.endswith("|<!--decided count-->new<!--/decided-->")
    assert ">old<" not in filled


def test_a_name_is_shown_as_text():
    hostile = "--><script>window.ran=1</script><!--/decided-->"
    slots = "<!--decided card NO-1--><!--/decided--><!--decided data NO NO-1--><!--/decided-->"
    filled = fill_decisions(slots, decided("abc", names={"D1": hostile}))
    assert "<script>" not in filled
    assert filled.count("<!--/decided-->") == 2
    assert fill_decisions(filled, decided("abc", names={"D1": hostile})) == filled
