"""Writes every page of ``docs/reference`` that is made from the code: ``python -m docs_build``."""

from __future__ import annotations

from docs_build.reference import reference_pages

if __name__ == "__main__":
    for page, text in reference_pages().items():
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8", newline="\n")
