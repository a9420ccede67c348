import sys

import pytest

from geo.exceptions import NothingFound, WrongUsage
from service.actions.briefing_pdfs import write_briefings

SHEET = (
    "<html><head><style>:root{--ink:#0b0c0c}.trend-bar{fill:var(--ink)}</style></head><body>"
    "<svg width='0' height='0'><defs></defs></svg><svg viewBox='0 0 9 9'><rect class='trend-bar' width='9' height='9'/>"
    "</svg>{more}</body></html>"
)


def make_workspace(folder, more=""):
    (folder / "site").mkdir()
    (folder / "site" / "briefing-NO.html").write_text(SHEET.replace("{more}", more), encoding="utf-8")
    return folder


def test_every_sheet_becomes_a_pdf(tmp_path):
    pytest.importorskip("weasyprint")
    (path,) = write_briefings(make_workspace(tmp_path), out=tmp_path / "pdf")
    assert path.name == "briefing-NO.pdf"
    assert path.read_bytes().startswith(b"%PDF")


def test_nothing_is_fetched(tmp_path, caplog):
    pytest.importorskip("weasyprint")
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    outside = f"<img src='file://{tmp_path}/secret.svg'><img src='https://example.invalid/x.png'>"
    (path,) = write_briefings(make_workspace(tmp_path, outside))
    assert b"/Image" not in path.read_bytes()
    assert sum("Failed to load image" in line for line in caplog.messages) == 2


def test_without_sheets_or_without_weasyprint_the_remedy_is_said(tmp_path, monkeypatch):
    with pytest.raises(NothingFound, match="Build first"):
        write_briefings(tmp_path)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(WrongUsage, match="print it"):
        write_briefings(make_workspace(tmp_path))
