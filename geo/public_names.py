"""Public names of a package that are imported when they are first used, so that importing one module stays quick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def import_on_use(package: str, names: Mapping[str, Sequence[str]]) -> tuple[list[str], Callable[[str], object]]:
    """Return what a package's ``__init__`` assigns to ``__all__`` and ``__getattr__``.

    Parameters
    ----------
    package : str
        The ``__name__`` of the package.
    names : mapping of str to sequence of str
        Public names by the module of the package that defines them. A function with the name of its module cannot be
        among them: the package's attribute of that name is the module.

    Returns
    -------
    tuple
        The names in alphabetical order, and a function that imports one (:pep:`562`).

    Raises
    ------
    ValueError
        A name is that of its module.
    """
    module_of = {name: module for module, listed in names.items() for name in listed}
    if clashes := sorted(module_of.keys() & names.keys()):
        raise ValueError(f"{package}: {', '.join(clashes)} would hide the module of that name; import it from there")

    def __getattr__(name: str) -> object:  # noqa: N807 - what Python calls it
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return sorted(module_of), __getattr__
