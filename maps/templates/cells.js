{% macro script(this, kwargs) %}
// Micro-places: small cells inside the proposed places, with several incidents each.
map.createPane("cells").style.zIndex = 430;
const cellShapes = L.layerGroup(!page.cells ? [] : page.cells.rings.map((rings, at) => {
  const shape = L.polygon(polygon(rings), {pane: "cells", className: "cell", bubblingMouseEvents: false});
  shape.on("add", () => shape.getElement().setAttribute("data-step", "need " + page.cells.steps[at]));
  return shape.bindTooltip(() => element("div", {}, cellWords(at)), {sticky: true, className: "area-tip", direction: "top"});
}));
function cellWords(at) {
  const share = page.cells.shares[at], said = counted(page.cells.counts[at], "recorded crimes") + " in about " + page.cells.sizeM + " metres.";
  return share ? said + " One point holds " + share + ": a building, or a point that stands for a wider place." : said;
}
function drawCells() { if (view.layer.id === "micro-places") cellShapes.addTo(map); else cellShapes.remove(); }
view.watch(before => { if (before.layer !== view.layer) drawCells(); });
{% endmacro %}
