{% macro script(this, kwargs) %}
// Outlines of teams and wards, drawn over whatever the map shows while they are asked for.
map.createPane("teams").style.zIndex = 440;
const teamShapes = ["team", "ward"].map(name => [name, groupings[name]]).map(([name, group]) => {
  const draw = part => L.polyline([], {pane: "teams", className: name + "-outline " + part, interactive: false, smoothFactor: 0}).addTo(map);
  return {name, group, casing: draw("outline-casing"), line: draw("outline-line"), lines: null};
});
function linesOf(shape) {
  if (!view.over.includes(shape.name) || !shape.group) return [];
  if (!shape.lines) shape.lines = linesBetween(area => area < 0 ? -1 : shape.group.of[area]);
  return shape.lines;
}
const outlineBoxes = [...document.querySelectorAll("#over input")];
outlineBoxes.forEach(box => box.addEventListener("change", () =>
  view.change({over: outlineBoxes.filter(each => each.checked).map(each => each.value)})));
view.watch(before => {
  if (before.over === view.over) return;
  outlineBoxes.forEach(box => { box.checked = view.over.includes(box.value); });
  teamShapes.forEach(shape => [shape.casing, shape.line].forEach(line => line.setLatLngs(linesOf(shape))));
  drawNames();
});
function acrossGroup(group, number) {
  return Math.sqrt(page.areas.sizes.reduce((sum, size, area) => sum + (group.of[area] === number ? size * size : 0), 0));
}
// The point of an area in the middle of the ward: near enough for a name.
function middleOf(group, number) {
  const points = page.areas.points.filter((point, area) => group.of[area] === number);
  const mean = [0, 1].map(axis => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const far = point => Math.hypot(point[0] - mean[0], (point[1] - mean[1]) * 0.6);
  return points.reduce((best, point) => far(point) < far(best) ? point : best);
}
{% endmacro %}
