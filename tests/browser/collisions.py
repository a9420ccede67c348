"""Names on drawn maps that lie on an outline, a number, a flag or another name: counted in what the browser drew."""

from __future__ import annotations

from playwright.sync_api import Page

# Each drawing, its names, what they must keep clear of, and the outline in which the unit's own names must lie.
DRAWINGS = {
    "index": (".force-map", ".unit-label", ".badge-mark circle"),
    "unit": (
        ".folium-map",
        ".leaflet-names-pane > *",
        ".badge-target .badge, .flag-mark svg, .leaflet-control-zoom, .leaflet-control-scale-line",
    ),
    "print": ("#print-map", "text:not(.paper-badge text)", ".paper-badge circle, path.flag"),
    "sheet": (".paper-map", "text.team-name", ".paper-badge circle, path.flag"),
}
OUTLINES = ".unit-edge, .place-line, .designation-line"
_COUNT = """([holder, names, marks, outlines]) => {
  const within = document.querySelector(holder);
  if (!within) return [];
  const box = one => { const range = document.createRange(); range.selectNodeContents(one);
    return (one.namespaceURI.includes('svg') ? one : range).getBoundingClientRect(); };
  const shrink = ({left, right, top, bottom}) => ({left: left + 1, right: right - 1, top: top + 1, bottom: bottom - 1});
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const segments = path => {
    const matrix = path.getScreenCTM(), found = [];
    let at = [0, 0], start = at, mode = 'M';
    const go = to => { found.push([at, to]); at = to; };
    const words = path.getAttribute('d').match(/[a-zA-Z]|-?[\\d.]+/g) || [];
    for (let i = 0; i < words.length;) {
      if (/[a-zA-Z]/.test(words[i])) {
        mode = words[i++];
        if (/z/i.test(mode)) go(start);
        continue;
      }
      const x = Number(words[i++]), y = Number(words[i++]);
      const to = mode === mode.toLowerCase() ? [at[0] + x, at[1] + y] : [x, y];
      if (/m/i.test(mode)) { at = start = to; mode = mode === 'm' ? 'l' : 'L'; } else go(to);
    }
    const moved = ([x, y]) => [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f];
    return found.map(([from, to]) => [moved(from), moved(to)]);
  };
  // Liang and Barsky: whether a line from one point to another enters the box.
  const enters = ([[x, y], [u, v]], {left, right, top, bottom}) => {
    let first = 0, last = 1;
    for (const [p, q] of [[x - u, x - left], [u - x, right - x], [y - v, y - top], [v - y, bottom - y]]) {
      if (p === 0) { if (q < 0) return false; continue; }
      if (p < 0) first = Math.max(first, q / p); else last = Math.min(last, q / p);
      if (first > last) return false;
    }
    return true;
  };
  const named = [...within.querySelectorAll(names)].map(one => [one.textContent, shrink(box(one))]);
  const taken = [...within.querySelectorAll(marks)].map(one => [one.getAttribute('class') || one.tagName, one.getBoundingClientRect()]);
  const lines = [...within.querySelectorAll(outlines)].flatMap(path => segments(path).map(line => [path.getAttribute('class').split(' ')[0], line]));
  return [named.length, named.flatMap(([name, rect], at) => [
    ...taken.filter(([, other]) => meet(rect, other)).map(([what]) => [name, what]),
    ...named.slice(at + 1).filter(([, other]) => meet(rect, other)).map(([what]) => [name, what]),
    ...new Set(lines.filter(([, line]) => enters(line, rect)).map(([what]) => what)).values(),
  ].map(one => Array.isArray(one) ? one : [name, one]))];
}"""


def count_names(page: Page, drawing: str) -> tuple[int, list[tuple[str, str]]]:
    """How many names a drawing of the open page has, and each that covers something, with what it covers.

    Parameters
    ----------
    page : Page
        Open, and drawn.
    drawing : str
        One of :data:`DRAWINGS`.
    """
    holder, names, marks = DRAWINGS[drawing]
    found = page.evaluate(_COUNT, [holder, names, marks, OUTLINES])
    return (found[0], [tuple(one) for one in found[1]]) if found else (0, [])
