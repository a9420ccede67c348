from dataclasses import replace
from datetime import date

import pandas as pd

from maps import BuildChanges
from maps.model.force_view import see_force
from maps.pages.index_page import index_page
from maps.sentences.changes import describe_changes, moved_places
from maps.sentences.designations import designated_words


def test_what_moved_is_counted_and_named(site):
    changes = site.further.changes
    assert describe_changes(changes) == (
        "Since the last build (12 October 2026): 1 changed, 1 unchanged, 1 gone. The same data and configuration went in."
    )
    assert moved_places(changes) == ("Cedar: 2 areas added and 1 area dropped", "Elder: gone")


def test_a_first_build_says_nothing_of_a_last_one(site):
    page = index_page(see_force(replace(site, further=replace(site.further, changes=None))))
    assert "Since the last build" not in page
    assert "Since the last build" in index_page(see_force(site))


def test_no_place_in_either_build_is_said():
    none = pd.DataFrame({"candidate_name": [], "what_changed": [], "areas_added": [], "areas_lost": []})
    assert "no place in either" in describe_changes(BuildChanges(date(2026, 1, 1), none, ""))


def test_present_areas_are_counted_and_drawn(site):
    assert designated_words(0) == ""
    assert designated_words(3) == "Three Impact Areas today, each decided by a person."
    page = index_page(see_force(site))
    assert "One Impact Area today, decided by a person." in page
    assert page.count('class="designation-line"') == 1
