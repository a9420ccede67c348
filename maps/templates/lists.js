{% macro script(this, kwargs) %}
// The shortlist and the table: each selects on the map, and shows what the map selected.
const tableBody = document.getElementById("top-areas");
const listHeading = document.getElementById("ranking-title");
const tableHead = tableBody.parentElement.tHead.rows[0];
const needRows = [...tableBody.rows], needHeads = [...tableHead.cells];
const partsKey = document.querySelector(".parts-key"), rankNote = document.getElementById("rank-note");
let listedAreas = [];

document.querySelectorAll("[data-select-place]").forEach(button => button.addEventListener("click", () => {
  const place = Number(button.dataset.selectPlace);
  view.selectPlace(place);
  goToPlace(place);
  showMap();
}));
tableBody.addEventListener("click", event => {
  const row = event.target.closest("tr");
  if (row) chooseArea(Number(row.dataset.area));
});
document.querySelectorAll(".own-table tr[data-area] button").forEach(button =>
  button.addEventListener("click", () => chooseArea(Number(button.closest("tr").dataset.area))));
addEventListener("beforeprint", () => document.querySelectorAll(".own-table details").forEach(details => { details.open = true; }));
tableBody.addEventListener("mouseover", event => {
  const row = event.target.closest("tr");
  preview(row ? Number(row.dataset.area) : -1);
});
tableBody.addEventListener("mouseleave", () => preview(-1));
function chooseArea(area) {
  view.selectArea(area);
  goToArea(area);
  showMap();
}
// Where map and panel lie one above the other, a choice in a list brings the map and the answer back into sight.
function showMap() {
  if (!wide.matches) document.querySelector("figure").scrollIntoView({behavior: still ? "auto" : "smooth"});
}

// The list follows the layer: its highest areas, its hotspots, or the areas of highest need with what it says of them.
function orderBy(layer) {
  const areas = page.areas.codes.map((code, area) => area).filter(area => !"x-s".includes(classAt(layer, area, stepShown(layer))));
  if (layer.id === "need") return areas;
  if (layer.values) return areas.sort((a, b) => (valueOf(layer, b) - valueOf(layer, a)) * (layer.unit === "decile" ? -1 : 1) || a - b);
  return layer.group.startsWith("Hotspots") && layer.id !== "micro-places" ? areas.filter(area => "34".includes(classAt(layer, area, stepShown(layer)))) : areas;
}
function headsOf(layer) {
  if (!layer.values) return ["Rank", "Area", "Here"];
  const unit = scoreNames[layer.id] || upperFirst(layer.unit);
  return ["No.", "Area", unit].concat(layer.rated ? ["Per 1,000 residents"] : []);
}
function cellsOf(layer, area, place) {
  if (!layer.values) return [page.areas.rank[area] === null ? "no rank" : figures(page.areas.rank[area]), null, labelOf(layer, area)];
  const value = valueOf(layer, area), people = page.areas.residents[area];
  const rate = !people || page.areas.small[area] ? "few residents" : value === null ? "" : rateFigure(1000 * value / people);
  return [place ? figures(place) : "", null, value === null ? labelOf(layer, area) : figures(value)].concat(layer.rated ? [rate] : []);
}
function nameCell(area) {
  return element("td", {}, element("button", {type: "button", class: "link"}, page.areas.names[area]),
    element("span", {class: "where"}, page.teams[page.areas.team[area]]));
}
function layerRow(layer, area, place) {
  return element("tr", {"data-area": area}, ...cellsOf(layer, area, place).map((text, at) =>
    text === null ? nameCell(area) : element("td", at === 2 && !layer.values ? {} : {class: "figure"}, text)));
}
function drawList() {
  const layer = view.layer, need = layer.id === "need";
  listedAreas = orderBy(layer);
  const shown = listedAreas.slice(0, needRows.length);
  listHeading.textContent = listTitle(layer, shown.length);
  partsKey.hidden = rankNote.hidden = !need;
  tableHead.replaceChildren(...(need ? needHeads : headsOf(layer).map((text, at) =>
    element("th", at === 1 || at === 2 && !layer.values ? {scope: "col"} : {scope: "col", class: "figure"}, text))));
  tableBody.replaceChildren(...(need ? needRows : shown.map((area, at) => layerRow(layer, area, at + 1))));
}
view.watch(before => { if (before.layer !== view.layer || before.step !== view.step && view.layer.series) drawList(); });

// Parts as whole numbers that sum to the score as it is shown: the largest remainders are rounded up.
function wholeParts(parts, total) {
  const whole = parts.map(part => Math.floor(part || 0)), left = Math.round(total) - whole.reduce((sum, part) => sum + part, 0);
  const up = parts.map((part, at) => at).sort((a, b) => (parts[b] - whole[b]) - (parts[a] - whole[a])).slice(0, Math.max(0, left));
  return whole.map((part, at) => part + up.includes(at));
}
// An area outside the first rows gets a row of its own below them while it is selected.
function areaRow(area) {
  if (view.layer.id !== "need") {
    const row = layerRow(view.layer, area, listedAreas.indexOf(area) + 1);
    row.classList.add("extra");
    return row;
  }
  const parts = Object.keys(strandNames).map(strand => page.areas.contributions[strand][area]);
  let start = 0;
  const stack = drawing("svg", {class: "stack", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true"},
    ...parts.map((part, at) => {
      const drawn = drawing("rect", {class: "part part-" + at, x: start, width: part || 0, height: 10});
      start += part || 0;
      return drawn;
    }));
  const sum = page.areas.need[area] === null ? [] : [element("span", {class: "parts-sum"}, wholeParts(parts, page.areas.need[area]).join(" + "))];
  const name = element("button", {type: "button", class: "link"}, page.areas.names[area]);
  const rank = page.areas.rank[area], need = page.areas.need[area];
  return element("tr", {"data-area": area, class: "extra"},
    element("td", {class: "figure"}, rank === null ? "no rank" : figures(rank)),
    element("td", {}, name, element("span", {class: "where"}, page.teams[page.areas.team[area]])),
    element("td", {class: "figure"}, need === null ? "no score" : figures(need)), element("td", {}, stack, ...sum));
}
function markRow() {
  tableBody.querySelectorAll(".extra").forEach(row => row.remove());
  if (view.area >= 0 && !tableBody.querySelector("[data-area='" + view.area + "']")) tableBody.append(areaRow(view.area));
  [...tableBody.rows].forEach(row => {
    const chosen = Number(row.dataset.area) === view.area;
    row.classList.toggle("chosen", chosen);
    row.querySelector("button").setAttribute("aria-pressed", chosen);
    if (chosen && wide.matches) row.scrollIntoView({block: "nearest"});
  });
  document.querySelectorAll("[data-select-place]").forEach(button => {
    const chosen = Number(button.dataset.selectPlace) === view.place;
    button.setAttribute("aria-pressed", chosen);
    button.closest("li").classList.toggle("chosen", chosen);
  });
}
view.watch(markRow);

{% endmacro %}
