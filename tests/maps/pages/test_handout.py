"""The handout: the ten-second view on one side of paper."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from maps.model.force_view import see_force
from maps.pages.handout import handout_page
from maps.pages.index_page import see_index
from maps.sentences.places import place_size, site_headline


@pytest.fixture(scope="module")
def force(site):
    return see_force(site)


def test_it_says_what_the_index_says(force, site):
    page = handout_page(see_index(force), force.decisions)
    assert f"<h1>{site_headline(force)}</h1>" in page
    for place in site.candidates.to_dict("records"):
        assert place["candidate_name"] in page
        assert place_size(place) in page
    assert page.count("OFFICIAL") == 2
    assert "Open Government Licence" in page
    assert not re.search(r"<script|http://(?!www.w3.org)|https://", page)


def test_the_map_gives_way_to_a_long_list_and_then_the_facts_do(force):
    page = replace(see_index(force), view_box="-40 -40 400 400")  # as tall as wide
    heights, facts = [], []
    for times in (1, 16, 40):
        card = replace(page.cards[0], places=page.cards[0].places * times)
        made = handout_page(replace(page, cards=(card, *page.cards[1:])), force.decisions)
        heights.append(float(re.search(r'class="handout-map" width="[\d.]+mm" height="([\d.]+)mm"', made)[1]))
        facts.append(page.cards[0].places[0].size in made)
    assert heights[0] > heights[1] >= 60
    assert facts == [True, True, False]


def test_the_same_input_gives_the_same_bytes(force):
    assert handout_page(see_index(force), force.decisions) == handout_page(see_index(force), force.decisions)
