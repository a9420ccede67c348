"""Every sentence that pages and sheets build from figures, so that it can be read and mended in one place.

Sentences that answer a click are built in the page itself, by ``maps/templates/sentences.js``. May import rooms of
maps below it: text, geometry, model, drawing. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "alternatives": ["LeftOutArea", "highest_left_out", "swap_words", "write_left_out", "write_options"],
        "cautions": ["sheet_cautions"],
        "changes": ["moved_places", "describe_changes"],
        "data_account": [
            "age_words",
            "failed_refresh_words",
            "incomplete_count_words",
            "incomplete_words",
            "period_words",
            "rows_words",
        ],
        "designations": ["decision_words", "designated_words", "outside_heading", "shared_words", "whole_words"],
        "evidence": ["Topic", "fewer_words", "place_topics"],
        "places": [
            "headline",
            "place_facts",
            "place_sentences",
            "place_size",
            "rate_words",
            "site_headline",
            "unit_headline",
        ],
    },
)
