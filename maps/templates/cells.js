{% macro script(this, kwargs) %}
// Micro-places: small cells inside the proposed places, with several incidents each.
map.createPane("cells").style.zIndex = 430;
// All cells have the shape of the first, moved to their own first corner.
function cellRings() {
  const starts = corners(page.cells.starts), shape = corners(page.cells.shape);
  return starts.map(start => shape.map(corner => [0, 1].map(axis => corner[axis] - starts[0][axis] + start[axis])));
}
const cellShapes = L.layerGroup(!page.cells ? [] : cellRings().map((ring, at) => {
  const shape = L.polygon(ring, {pane: "cells", className: "cell", bubblingMouseEvents: false});
  shape.on("add", () => shape.getElement().setAttribute("data-step", "need " + page.cells.steps[at]));
  return shape.bindTooltip(() => element("div", {}, cellWords(at)), {sticky: true, className: "area-tip", direction: "top"});
}));
function drawCells() { if (view.layer.id === "micro-places") cellShapes.addTo(map); else cellShapes.remove(); }
view.watch(before => { if (before.layer !== view.layer) drawCells(); });
{% endmacro %}
