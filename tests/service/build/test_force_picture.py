"""The workbook's picture is taken while the other pages are drawn; it never waits for what cannot come."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from maps.pages import png
from service.build.force_picture import FORCE_PICTURE, picture_once_drawn, workbook_picture
from service.build.second_process import SameProcess

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"><rect width="16" height="9" fill="red"/></svg>'


def draw(folder):
    (folder / FORCE_PICTURE).write_text(SVG, encoding="utf-8")
    return []


def test_it_is_taken_before_the_pages_are_done(tmp_path):
    end = threading.Event()

    def draw_all():
        draw(tmp_path)
        assert end.wait(30)
        return []

    with ThreadPoolExecutor(1) as helper:
        drawn = helper.submit(draw_all)
        picture = picture_once_drawn(tmp_path, drawn)
        assert picture is not None
        assert picture.startswith(b"\x89PNG")
        assert not drawn.done()
        end.set()


def test_a_call_that_was_put_aside_is_made(tmp_path):
    assert picture_once_drawn(tmp_path, SameProcess().submit(draw, tmp_path)) is not None


def test_a_fault_of_the_drawing_is_raised_and_pages_without_a_picture_give_none(tmp_path):
    failed: Future = Future()
    failed.set_exception(ValueError("no pages"))
    with pytest.raises(ValueError, match="no pages"):
        picture_once_drawn(tmp_path, failed)
    empty: Future = Future()
    threading.Thread(target=lambda: (time.sleep(0.05), empty.set_result([]))).start()
    assert picture_once_drawn(tmp_path, empty) is None


def test_a_machine_without_fonts_leaves_the_picture_out(tmp_path, monkeypatch):
    draw(tmp_path)
    monkeypatch.setattr(png, "letters_are_drawn", lambda: False)
    assert workbook_picture(tmp_path) is None
