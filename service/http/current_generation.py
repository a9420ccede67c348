"""Track the current generation and its pages while the service runs; a later build is taken up."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.exceptions import NothingFound
from queries.workspace.generations import Workspace
from service.http.response_cache import Answer
from service.http.security_headers import page_answer

SEARCHED = "places.js"


class CurrentGeneration:
    """Names the generation that a new request is answered from."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._name = workspace.current()

    def decision_folder(self) -> str:
        """What decisions have changed in it since the build, by name; see :meth:`Workspace.decision_folder`."""
        return self._workspace.decision_folder(self._name)

    def name(self) -> str:
        """As ``CURRENT`` names it now; the one before where that cannot be read, or names a file that is not there."""
        try:
            name = self._workspace.current()
        except (NothingFound, OSError):
            return self._name
        if name != self._name and (self._workspace.generations / f"{name}.duckdb").exists():
            self._name = name
        return self._name


@dataclass(frozen=True)
class Pages:
    """Every page of a site by its name, and the generation that they state; empty where they state another.

    ``decision_folder`` names the change that decisions have made to them since the build.
    """

    generation: str
    by_name: Mapping[str, Answer]
    decision_folder: str = ""


class Site:
    """The pages, read into memory; those of a later build once they are all in place."""

    def __init__(self, workspace: Workspace, generation: str) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        by_name, decision_folder = _load(workspace, generation)
        self._pages = Pages(generation if _states(by_name, generation) else "", by_name, decision_folder)

    def of(self, generation: str) -> Pages:
        """Pages of a generation; those served until now while its own are not yet in place."""
        with self._lock:
            now = (generation, self._workspace.decision_folder(generation))
            if now != (self._pages.generation, self._pages.decision_folder):
                self._take_up(generation)
            return self._pages

    def _take_up(self, generation: str) -> None:
        """A build switches ``CURRENT`` first and the folder of pages at once after it.

        Pages count as those of the generation when they name it, and when no other build has come meanwhile.
        """
        try:
            by_name, decision_folder = _load(self._workspace, generation)
            if _states(by_name, generation) and self._workspace.current() == generation:
                self._pages = Pages(generation, by_name, decision_folder)
        except (NothingFound, OSError):
            pass  # the folder is just being exchanged; the next request looks again


def _load(workspace: Workspace, generation: str) -> tuple[Mapping[str, Answer], str]:
    """Pages of a generation with what decisions have changed on them, and the name of that change."""
    decision_folder = workspace.decision_folder(generation)
    changed = sorted(workspace.decided_pages_of(generation).glob("*.*")) if decision_folder else []
    pages = load_pages(workspace.pages_of(generation))
    return {**pages, **{path.name: _answer(path) for path in changed if path.name in pages}}, decision_folder


def load_pages(folder: Path) -> Mapping[str, Answer]:
    """Every page of the site, by its name; the index is read first, so that what it states is true of all others."""
    index = folder / "index.html"
    if not index.exists():
        remedy = "Build again, or name the workspace with -w DIR"
        raise NothingFound(f"There are no pages in '{folder}'", remedy)
    first = {index.name: page_answer(index.read_bytes())}
    others = [path for path in sorted(folder.glob("*.html")) if path.name != index.name]
    return first | {path.name: _answer(path) for path in [*others, *folder.glob(SEARCHED)]}


def _answer(path: Path) -> Answer:
    """A page, or the script with the names that pages search."""
    content = path.read_bytes()
    return Answer(content, "text/javascript; charset=utf-8") if path.name == SEARCHED else page_answer(content)


def _states(by_name: Mapping[str, Answer], generation: str) -> bool:
    return generation.encode() in by_name["index.html"].content
