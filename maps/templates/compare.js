{% macro script(this, kwargs) %}
// Two areas side by side: one is kept, the next one chosen is shown beside it.
const keptLine = outlineOf("kept-line");
function compareButton(area) {
  const comparing = view.kept >= 0;
  const button = element("button", {type: "button", class: "plain-button", id: "compare"}, comparing ? "Stop comparing" : "Compare with another area");
  button.addEventListener("click", () => view.change({kept: comparing ? -1 : area}));
  return button;
}
function comparisonRows(one, other) {
  const both = (name, value) => [name, value(one), value(other)];
  const measured = ["crime", "demand", "deprivation", "harm"].map(layerById).concat(
    ["need", "crime", "demand", "deprivation", "harm"].includes(view.layer.id) || !view.layer.values ? [] : [view.layer]);
  const known = value => value === null || value === undefined ? "not known" : figures(value);
  return [both("Rank in the force", area => page.areas.rank[area] === null ? "no rank" : figures(page.areas.rank[area])),
    both("Need score, of 100", area => known(page.areas.need[area]))]
    .concat(measured.map(layer => both(layer.title + (layer.unit ? ", " + layer.unit : ""), area => layer.values[area] === null ? labelOf(layer, area) : figures(layer.values[area]) + perThousand(layer, area))))
    .concat([both("Residents", area => known(page.areas.residents[area]))]);
}
function comparison(one, other) {
  const heads = [one, other].map(area => element("th", {scope: "col", class: "figure"}, page.areas.names[area]));
  const rows = comparisonRows(one, other).map(([name, first, second]) => element("tr", {}, element("th", {scope: "row"}, name),
    element("td", {class: "figure"}, first), element("td", {class: "figure"}, second)));
  return element("table", {class: "comparison"}, element("thead", {}, element("tr", {}, element("td", {}, ""), ...heads)),
    element("tbody", {}, ...rows));
}
function comparisonAnswer(area) {
  if (view.kept < 0) return [];
  if (view.kept === area) return [paragraph("Now choose another area: on the map, in the table, or by its name.")];
  return [element("h3", {}, "Beside " + page.areas.names[view.kept]), comparison(view.kept, area)];
}
view.watch(before => {
  if (before.kept !== view.kept) keptLine.setLatLngs(view.kept < 0 ? [] : areaShapes[view.kept].getLatLngs());
});
{% endmacro %}
