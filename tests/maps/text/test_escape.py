import json
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from made_up_sites import PAYLOADS

from maps.text.escape import html_text, safe_json, template_environment


class Reader(HTMLParser):
    """What a browser would see: tags, and the text between them."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def visible(text):
    return text.replace("\x00", "").replace("\u202e", "")


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 25


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_in_an_element_and_in_an_attribute_stays_text(text):
    found = read(f'<p title="{html_text(text)}">{html_text(text)}</p>')
    assert found.tags == [("p", [("title", visible(text))])]
    assert found.text == visible(text)


@pytest.mark.parametrize("text", PAYLOADS)
def test_json_holds_no_character_that_means_something_to_html_or_a_template(text):
    written = safe_json([text])
    assert json.loads(written) == [visible(text)]
    assert not set("<>&'`${}\u2028\u2029") & set(written)


def test_json_of_numbers_and_missing_values():
    value = {"a": [1, 2.0, 0.5, float("nan"), None, pd.NA, True], 7: np.array([3, 4])}
    assert safe_json(value) == '{"a":[1,2,0.5,null,null,null,true],"7":[3,4]}'


def test_json_of_letters_beyond_the_first_plane():
    assert json.loads(safe_json("Caffè 😀")) == "Caffè 😀"


def test_json_refuses_what_has_no_json_form():
    with pytest.raises(TypeError, match="set has no JSON form"):
        safe_json({1, 2})


def test_every_expression_of_a_template_is_escaped_once():
    template = template_environment().from_string("<i>{{ text }}</i>{{ 3 }}{{ nothing }}")
    assert template.render(text="<&`", nothing=None) == "<i>&#60;&#38;&#96;</i>3"
