"""What messages and documents say reads well: proselint, the house's style, reading ages; and the linter can fail."""

from __future__ import annotations

import pytest

from tests.prose.linter import DOCUMENTS_MOST, lint, lint_document, reading_age
from tests.prose.sentences import form_of, in_html, pattern_of, split_sentences
from tests.prose.sources import documents, messages, starter_comments


def test_messages_of_errors_read_well():
    found = [f"{where}: {finding}" for where, text in messages() for finding in lint(text, kind="documents")]
    assert not found, "\n".join(found)


def test_comments_of_the_starting_configuration_read_well():
    comments = list(starter_comments())
    found = [str(finding) for _, text in comments for finding in lint(text, kind="documents")]
    assert not found, "\n".join(found)
    assert reading_age(text for _, text in comments) <= DOCUMENTS_MOST


def test_documents_are_read_at_fifteen():
    ages = {name: round(reading_age(sentences), 1) for name, sentences in documents().items()}
    assert {name: age for name, age in ages.items() if age > DOCUMENTS_MOST} == {}


def test_every_sentence_of_a_document_reads_well():
    found = [
        f"{name}: {one}" for name, sentences in documents().items() for text in sentences for one in lint_document(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Places hold at most 10 areas.",
        "The deprivation score, 1.8 times the average.",
        "Recorded crime fell by 0% here.",
        "Run on 2026-11-29 for the force.",
        "The column need_score is high.",
        "It is in the the unit.",
        " ".join(["word"] * 40) + ".",
        "Swapping it would cost 1% of what the place is worth.",
    ],
)
def test_a_planted_stumble_is_found(sentence):
    assert lint(sentence)


def test_names_set_as_code_count_as_one_plain_word():
    assert "`need_score`" in next(iter(in_html("<p>See <code>need_score</code>.</p>")))
    assert lint("See `need_score` for the force.") == []


def test_what_reads_well_is_passed():
    assert lint("Three places in Northam have 10% of residents and 17% of harm.") == []
    assert lint("310 recorded crimes, 307 per 1,000 residents (1.3 times the unit); more than in 95% of areas.") == []


def test_long_words_in_long_sentences_are_read_later():
    plain = ["The map shows where need is high.", "It has three places in it."]
    dense = [
        "Heterogeneous administrative geographies necessitate methodological standardisation procedures throughout."
    ]
    assert reading_age(plain) < 10 < 18 < reading_age(dense)
    assert reading_age([*plain, "Figures such as 1,234,567 are read as one."]) < 11


def test_blocks_are_split_and_forms_are_known_again():
    assert split_sentences("One is here. Two is there.  3.5% is not cut.") == [
        "One is here.",
        "Two is there.",
        "3.5% is not cut.",
    ]
    names = pattern_of(["Ash", "Ashby Green"])
    assert form_of("Ashby Green has 1,302 crimes", names) == form_of("Ash has 7 crimes", names)


def test_html_is_read_with_its_labels_and_data():
    page = '<p>Shown.</p><svg aria-label="Drawn"></svg><script type="application/json">{"a": ["Given to it", "x"]}</script>'
    assert set(in_html(page)) >= {"Shown.", "Drawn", "Given to it"}
