"""A long list in a sentence unfolds on a screen, says on paper where the rest is, and is whole on the last page."""

from maps.text.folds import draw_folds, is_folded, shorten, unfold, unfold_drawn
from maps.text.phrases import list_words, some_listed

NAMES = list("abcdefg")


def test_a_list_is_folded_only_where_that_saves_more_than_one_name():
    assert some_listed(NAMES[:5], 4) == list_words(NAMES[:5])
    assert is_folded(some_listed(NAMES[:6], 4))
    assert not is_folded(some_listed(NAMES[:5], 4))


def test_the_whole_list_the_short_list_and_the_list_that_unfolds():
    said = f"Few residents: {some_listed(NAMES, 4)}."
    assert unfold(said) == f"Few residents: {list_words(NAMES)}."
    assert shorten(said) == "Few residents: a, b, c, d and 3 more."
    assert draw_folds(said, elsewhere="on the last page") == (
        'Few residents: a, b, c, d and <details class="fold"><summary>3 more<span class="on-paper"> (on the last page)'
        "</span></summary>: e, f, g</details>."
    )
    assert unfold_drawn(draw_folds(said, elsewhere="on the last page")) == unfold(said)


def test_a_sentence_without_a_list_stays_as_it_is():
    said = "Data to June 2025, 17 months old."
    assert unfold(said) == shorten(said) == draw_folds(said, elsewhere="") == said
