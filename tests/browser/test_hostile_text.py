"""Text from a file never runs, in whatever field it is: proved in a real browser."""

import pytest
from made_up_sites import PAYLOADS, make_site, with_text

import maps

pytestmark = pytest.mark.browser


# Three at a time, to open fewer pages; one that swallowed its neighbours would be seen, since each must be shown.
TEXTS = [" ".join(PAYLOADS[at : at + 3]) for at in range(0, len(PAYLOADS), 3)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """One site per text: every field with words says it."""
    root = tmp_path_factory.mktemp("hostile")
    return [maps.write_site(with_text(make_site(), text), root / str(at)) for at, text in enumerate(TEXTS)]


def test_no_text_runs_in_any_field(browser, hostile):
    context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    complaints, requests = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    for text, (index, north, *others) in zip(TEXTS, hostile, strict=True):
        for path in (index, *(path for path in others if path.name.startswith("briefing-NO"))):
            page.goto(path.as_uri())
            assert page.evaluate("window.ran") is None, (text, path.name)
            assert page.locator("body img, body iframe, body form, body base, body meta").count() == 0, text
        page.goto(north.as_uri())
        page.evaluate(
            "document.querySelector('path.area').dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
            "document.querySelector('#top-areas button').click();"
            "document.querySelector('#chooser-button').click();"
        )
        shown = text.replace("\x00", "").replace("\u202e", "")
        seen = page.evaluate(
            "[document.title, ...['.marking', 'h1', '#answer .where', '.shortlist h2 span:last-child',"
            " '.area-tip span', '.about li', '#answer .link'].map(at => document.querySelector(at).textContent),"
            " ...[...document.querySelectorAll('[role=option]')].map(option => option.textContent)]"
        )
        squeezed = " ".join(shown.split())
        assert sum(squeezed in " ".join(part.split()) for part in seen) >= 9, (text, seen)
        page.evaluate(
            "text => { document.querySelector('[data-select-place]').click();"
            "const find = document.querySelector('#find'); find.value = text; find.dispatchEvent(new Event('input'));"
            "document.querySelectorAll('details').forEach(one => { one.open = true; });"
            "dispatchEvent(new Event('beforeprint')); }",
            text,
        )
        assert page.evaluate("window.ran") is None, text
        assert page.locator("body img, body iframe, body form, body base, body meta").count() == 0, text
    context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith("file:")] == []
