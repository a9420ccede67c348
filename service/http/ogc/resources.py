"""Resources for answers: the published collections, and what pages need beside them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from geo.exceptions import NothingFound
from maps.drawing.browse_map import Atlas, draw_atlas
from queries.published.store import Published, open_published
from queries.workspace.generations import Workspace
from service.http.ogc.phrases import Names

MOST_OPEN = 2  # the current one, and one that somebody still reads page by page


@dataclass(frozen=True)
class OpenedGeneration:
    """One generation, as it is served."""

    published: Published
    decision_folder: str = ""

    @cached_property
    def names(self) -> Names:
        """Names of the units."""
        return Names(self.published)

    @cached_property
    def atlas(self) -> Atlas:
        """Every outline, simplified for small maps."""
        outlines = self.published.outlines
        return draw_atlas(outlines, [name for name in outlines.index if name.startswith("npu ")])


class Source:
    """The current generation, and the last one that a request has named beside it; opened at the first question."""

    def __init__(self, workspace: Workspace) -> None:
        self._generations, self._workspace = workspace.generations, workspace
        self._held: OrderedDict[str, OpenedGeneration] = OrderedDict()
        self._holding, self._opening = threading.Lock(), threading.Lock()

    def get(self, in_force: str, named: str | None = None) -> OpenedGeneration:
        """What an answer is made from: the current generation, unless the request names one.

        Raises
        ------
        NothingFound
            There is no file of the generation that is named, or of the current one.
        """
        if named is not None and named not in {path.stem for path in self._generations.glob("generation-*.duckdb")}:
            raise NothingFound(
                f"This page belongs to '{named[:80]}', which is not there, and '{in_force}' is served now",
                "Begin again at the first page, so that the answer comes from one generation",
            )
        wanted = in_force if named is None else named
        found = self._find(wanted)
        if found is not None:
            return found
        with self._opening:  # once, however many ask; others are answered meanwhile
            return self._find(wanted) or self._hold(wanted, in_force)

    def _find(self, name: str) -> OpenedGeneration | None:
        with self._holding:
            found = self._held.get(name)
            if found is None or found.decision_folder != self._workspace.decision_folder(
                name
            ):  # decisions name places anew
                return None
            self._held.move_to_end(name)
            return found

    def _hold(self, name: str, in_force: str) -> OpenedGeneration:
        decision_folder = self._workspace.decision_folder(name)
        opened = OpenedGeneration(open_published(self._generations / f"{name}.duckdb"), decision_folder)
        with self._holding:
            if in_force in self._held:
                self._held.move_to_end(in_force)  # never the one to go
            self._held[name] = opened
            if len(self._held) > MOST_OPEN:
                self._held.popitem(last=False)
        return opened
