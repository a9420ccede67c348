"""Rooms of the code: their order, which imports which, and the picture of it in the contributor documentation.

``make rooms`` draws ``docs/pictures/rooms.svg`` again. The test of the architecture reads the same order and imports.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"
PACKAGES = ("geo", "queries", "maps", "service", "data_samples")
# From the ground up: a room imports itself and those named before it. A module named here is a floor of its own.
FLOORS = {
    "geo": (
        "geo",
        "geo.areas",
        "geo.measures",
        "geo.points",
        "geo.hotspots",
        "geo.trends",
        "geo.evaluation",
        "geo.need",
        "geo.candidates",
    ),
    "queries": (
        "queries",
        "queries.files",
        "queries.store",
        "queries.loaders.tables",
        "queries.loaders.boundaries",
        "queries.loaders.incidents",
        "queries.loaders",
        "queries.ingest",
        "queries.catalogue",
        "queries.register",
        "queries.workspace",
        "queries.exports",
        "queries.published",
        "queries.typed_sql",
    ),
    "maps": (
        "maps.text",
        "maps.geometry",
        "maps.sentences.designations",
        "maps.sentences.legends",
        "maps.model",
        "maps.drawing",
        "maps.sentences",
        "maps.pages",
        "maps",
    ),
    "service": (
        "service",
        "service.settings",
        "service.build.analysis",
        "service.build.extra_tables",
        "service.build",
        "service.actions",
        "service.register",
        "service.evaluation",
        "service.access",
        "service.http.response_cache",
        "service.http.ogc",
        "service.http",
        "service.cli",
        "service.cli.commands",
        "service.cli.main",
        "service.workspace",
    ),
    "data_samples": ("data_samples",),
}
MAY_IMPORT = {
    "geo": (),
    "queries": ("geo",),
    "maps": ("geo",),
    "service": ("geo", "queries", "maps"),
    "data_samples": ("geo",),
}

WIDTH, TOP, ROW, BOX = 300, 66, 34, 26
LEFT, BOX_WIDTH = 12, 178


def modules_in(root: Path) -> dict[str, Path]:
    """Every module of ours, by its dotted name."""
    paths = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    names = [".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for path in paths]
    return dict(zip(names, paths, strict=True))


def imports_of(name: str, path: Path) -> tuple[str, ...]:
    """Every name that a module imports, wherever in it; also what only type checkers see."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    return _imports_in(path.read_text(encoding="utf-8"), package)


@functools.cache
def _imports_in(text: str, package: str) -> tuple[str, ...]:
    return tuple(_walk_imports(text, package))


def _walk_imports(text: str, package: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def import_graph(root: Path) -> dict[str, set[str]]:
    """Which of our modules imports which."""
    modules = modules_in(root)

    def ours(imported: str) -> str | None:
        return next((m for m in (imported, imported.rpartition(".")[0]) if m in modules), None)

    return {
        name: {found for imported in imports_of(name, path) if (found := ours(imported)) and found != name}
        for name, path in modules.items()
    }


def room_of(module: str) -> str:
    """The room of a module, or the module itself where it is a floor of its own."""
    floors = FLOORS[module.partition(".")[0]]
    parts = module.split(".")
    above = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in above if name in floors), module)


def climbing_imports(root: Path) -> list[str]:
    """Imports of a room that is above the importing one in the same package, and rooms that have no floor."""
    found = []
    for name, path in modules_in(root).items():
        folder = name if path.name == "__init__.py" else name.rpartition(".")[0]
        if folder not in FLOORS[name.partition(".")[0]] and room_of(name) != name:
            found.append(f"{folder} has no floor: name it in docs_build/rooms.py")
    for name, imported in sorted((a, b) for a, others in import_graph(root).items() for b in others):
        package = name.partition(".")[0]
        floors, here, there = FLOORS[package], room_of(name), room_of(imported)
        known = here in floors and there in floors
        if known and floors.index(there) > floors.index(here):
            found.append(f"{name} imports {imported}, whose room is above it")
    return list(dict.fromkeys(found))


def room_imports(root: Path) -> list[tuple[str, str]]:
    """Pairs of rooms of one package of which the first imports the second."""
    pairs = {
        (room_of(name), room_of(imported))
        for name, others in import_graph(root).items()
        for imported in others
        if name.partition(".")[0] == imported.partition(".")[0]
    }
    return sorted((one, other) for one, other in pairs if one != other)


def draw_rooms(root: Path) -> str:
    """The picture as SVG: a column for each package, its rooms on floors, arcs from a room to those that it imports."""
    columns = [package for package in PACKAGES if package != "data_samples"]
    pairs = room_imports(root)
    joined = {room for pair in pairs for room in pair}
    shown = {package: [room for room in reversed(FLOORS[package]) if room in joined] for package in columns}
    height = TOP + ROW * max(map(len, shown.values())) + 36
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(columns)} {height}" role="img" '
        'font-family="sans-serif" font-size="13" aria-labelledby="rooms-title">',
        '<title id="rooms-title">Rooms of the code and their imports: every arc leads down</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#1d5c8f"/></marker></defs>',
    ]
    for column, package in enumerate(columns):
        parts += _draw_package(package, shown[package], pairs, column * WIDTH)
    foot = "Higher rooms use lower ones. An arc leads from a room to one that it imports; every arc leads down."
    parts += [f'<text x="{LEFT}" y="{height - 12}" fill="#444">{foot}</text>', "</svg>"]
    return "\n".join(parts) + "\n"


def _draw_package(package: str, rooms: list[str], pairs: list[tuple[str, str]], x: int) -> Iterator[str]:
    """One column: title, boxes from the highest floor down, arcs beside them."""
    others = " and ".join(filter(None, [", ".join(MAY_IMPORT[package][:-1]), *MAY_IMPORT[package][-1:]]))
    yield f'<text x="{x + LEFT}" y="28" font-size="18" font-weight="bold">{package}</text>'
    yield f'<text x="{x + LEFT}" y="48" fill="#444">imports {others or "no other package"}</text>'
    middle = {room: TOP + ROW * place + BOX / 2 for place, room in enumerate(rooms)}
    for room, y in middle.items():
        name = room.removeprefix(f"{package}.") if room != package else f"{package} itself"
        yield (
            f'<rect x="{x + LEFT}" y="{y - BOX / 2:g}" width="{BOX_WIDTH}" height="{BOX}" rx="4" fill="#eef3f7" '
            f'stroke="#5b7285"/><text x="{x + LEFT + 8}" y="{y + 4.5:g}">{escape(name)}</text>'
        )
    right = x + LEFT + BOX_WIDTH
    for one, other in pairs:
        if one in middle and other in middle:
            start, end = middle[one], middle[other]
            reach = right + 12 + 7 * abs(end - start) / ROW
            yield (
                f'<path d="M{right} {start:g}C{reach:g} {start:g} {reach:g} {end:g} {right + 1} {end:g}" '
                f'fill="none" stroke="#1d5c8f" stroke-width="1.2" marker-end="url(#tip)">'
                f"<title>{one} imports {other}</title></path>"
            )


def main() -> None:
    """Draw the picture again."""
    PICTURE.write_text(draw_rooms(ROOT), encoding="utf-8")


if __name__ == "__main__":
    main()
