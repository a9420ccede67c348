{% macro script(this, kwargs) %}
// Two areas side by side: one is kept, the next one chosen is shown beside it.
const keptLine = outlineOf("kept-line");
function compareButton(area) {
  const comparing = view.kept >= 0;
  const button = element("button", {type: "button", class: "plain-button", id: "compare"}, comparing ? "Stop comparing" : "Compare with another area");
  button.addEventListener("click", () => view.change({kept: comparing ? -1 : area}));
  return button;
}
function likelyRanks(area) {
  return rangeWords(page.areas.ranges.counts, area);
}
// Two 90% ranges that do not meet: for the order to turn round, one rank at least must leave its range on the near side,
// which each does 1 time in 20. Ranges that meet say nothing either way.
function orderSentence(one, other) {
  if (!likelyRanks(one) || !likelyRanks(other)) return "";
  const [lows, highs] = page.areas.ranges.counts.map(end => [one, other].map(area => page.areas.rank[area] + end[area]));
  return Math.max(...lows) <= Math.min(...highs) ? "The two likely ranges overlap, so they do not settle which of the two ranks higher."
    : "The two likely ranges do not overlap: chance variation in the counts would turn this order round less than 1 time in 10.";
}
function comparisonRows(one, other) {
  const both = (name, value) => [name, value(one), value(other)];
  const measured = ["crime", "demand", "deprivation", "harm"].map(layerById).concat(
    ["need", "crime", "demand", "deprivation", "harm"].includes(view.layer.id) || !view.layer.values ? [] : [view.layer]);
  const known = value => value === null || value === undefined ? "not known" : figures(value);
  return [both("Rank in the force", area => page.areas.rank[area] === null ? "no rank" : figures(page.areas.rank[area])),
    ...(likelyRanks(one) || likelyRanks(other) ? [both("Likely rank in this period (90%, chance variation in the counts)", area => likelyRanks(area) || "not known")] : []),
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
  return [element("h3", {}, "Beside " + page.areas.names[view.kept]), comparison(view.kept, area), paragraph(orderSentence(view.kept, area))].filter(Boolean);
}
view.watch(before => {
  if (before.kept !== view.kept) keptLine.setLatLngs(view.kept < 0 ? [] : areaShapes[view.kept].getLatLngs());
});
{% endmacro %}
