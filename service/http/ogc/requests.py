"""A checked request: known names, one value each."""

from __future__ import annotations

from collections.abc import Collection as Container
from dataclasses import dataclass
from urllib.parse import urlencode

from geo.exceptions import WrongUsage
from queries.catalogue.rows import did_you_mean


@dataclass(frozen=True)
class ApiRequest:
    """A client's request, checked.

    Attributes
    ----------
    root : str
        Address of the landing page, without a slash at its end.
    path : str
        Path under it, from its slash, percent-encoded; empty for the landing page.
    pairs : tuple of (str, str)
        The query, in its order.
    accept : str
        The Accept header.
    """

    root: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    accept: str

    def parameters(self, known: Container[str]) -> dict[str, str]:
        """The query by name.

        Raises
        ------
        WrongUsage
            A name is not known here, or comes twice.
        """
        read: dict[str, str] = {}
        for name, value in self.pairs:
            if name not in known:
                nearest = did_you_mean(name, sorted(known))
                raise WrongUsage(
                    f"There is no parameter '{name[:40]}' here", f"{nearest}Parameters: {', '.join(sorted(known))}"
                )
            if name in read:
                raise WrongUsage(f"The parameter '{name}' comes twice", "Give it once")
            read[name] = value
        return read

    def address(self, path: str | None = None, **changed: str | None) -> str:
        """An address here: the same query with values changed, or left out where None; another path has none of it."""
        kept = [(name, value) for name, value in self.pairs if name not in changed] if path is None else []
        query = urlencode([*kept, *((name, value) for name, value in changed.items() if value is not None)])
        return f"{self.root}{self.path if path is None else path}{'?' if query else ''}{query}"


def link(href: str, rel: str, media: str, title: str) -> dict[str, str]:
    """A link as every document here writes it."""
    return {"href": href, "rel": rel, "type": media, "title": title}
