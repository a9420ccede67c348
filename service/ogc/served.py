"""What answers are made from: the published collections, and what pages need beside them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property

from maps.browse_map import Atlas, draw_atlas
from queries.generations import Workspace
from queries.published.store import Published, open_published
from service.ogc.words import Names


@dataclass(frozen=True)
class Served:
    """One generation, as it is served."""

    published: Published

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
    """The generation that the service started with, opened at the first question and kept."""

    def __init__(self, workspace: Workspace, generation: str) -> None:
        self._path = workspace.generations / f"{generation}.duckdb"
        self._lock = threading.Lock()
        self._served: Served | None = None

    def get(self) -> Served:
        """What answers are made from.

        Raises
        ------
        NothingFound
            The generation's file is gone.
        """
        with self._lock:
            if self._served is None:
                self._served = Served(open_published(self._path))
            return self._served
