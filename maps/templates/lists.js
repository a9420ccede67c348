{% macro script(this, kwargs) %}
// The shortlist, the table and the search: each selects on the map, and shows what the map selected.
const tableBody = document.getElementById("top-areas");
const find = document.getElementById("find");
const found = document.getElementById("found");
const shownRows = tableBody.rows.length;

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

// An area outside the first rows gets a row of its own below them while it is selected.
function areaRow(area) {
  const parts = Object.keys(strandNames).map(strand => page.areas.contributions[strand][area]);
  let start = 0;
  const stack = drawing("svg", {class: "stack", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true"},
    ...parts.map((part, at) => {
      const drawn = drawing("rect", {class: "part part-" + at, x: start, width: part || 0, height: 10});
      start += part || 0;
      return drawn;
    }));
  const name = element("button", {type: "button", class: "link"}, page.areas.names[area]);
  const rank = page.areas.rank[area], need = page.areas.need[area];
  return element("tr", {"data-area": area, class: "extra"},
    element("td", {class: "figure"}, rank === null ? "no rank" : figures(rank)),
    element("td", {}, name, element("span", {class: "where"}, page.teams[page.areas.team[area]])),
    element("td", {class: "figure"}, need === null ? "no score" : figures(need)), element("td", {}, stack));
}
function markRow() {
  [...tableBody.rows].slice(shownRows).forEach(row => row.remove());
  if (view.area >= shownRows) tableBody.append(areaRow(view.area));
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

// A postcode, its sector ("LE3 1") or the beginning of one finds sectors; a sector leads to its areas.
const sectorLine = L.polyline([], {pane: "outline", className: "sector-line", interactive: false}).addTo(map);
function sectorsOf(sought) {
  const typed = sought.toUpperCase().replace(/\s/g, "");
  const sector = typed.replace(/^([A-Z]{1,2}[0-9][A-Z0-9]?[0-9])[A-Z]{1,2}$/, "$1");
  if (!/^[A-Z]{1,2}[0-9]/.test(typed)) return [];
  const exact = page.sectors.filter(([name]) => name.replace(" ", "") === sector);
  return exact.length ? exact : page.sectors.filter(([name]) => name.replace(" ", "").startsWith(typed)).slice(0, 8);
}
function chooseSector([name, areas]) {
  view.clear();
  sectorLine.setLatLngs(outlineAreas(areas));
  map.fitBounds(sectorLine.getBounds().pad(0.3), {animate: !still});
  view.moved = true;
  showMap();
  found.replaceChildren(element("li", {}, "Areas in " + name + ", highest need first:"), ...areas.map(area => areaItem(area)));
}
function areaItem(area) {
  const button = element("button", {type: "button", class: "link"}, areaTitle(area));
  button.addEventListener("click", () => chooseArea(area));
  return element("li", {}, button);
}
function sectorItem(sector) {
  const button = element("button", {type: "button", class: "link"}, "Postcode sector " + sector[0] + ": " + counted(sector[1].length, "areas"));
  button.addEventListener("click", () => chooseSector(sector));
  return element("li", {}, button);
}
find.addEventListener("input", () => {
  sectorLine.setLatLngs([]);
  const sought = find.value.trim().toLowerCase();
  const matches = !sought ? [] : page.areas.names.map((name, area) => area).filter(area =>
    (areaTitle(area) + " " + page.areas.codes[area]).toLowerCase().includes(sought)).slice(0, 8);
  const items = sectorsOf(sought).map(sectorItem).concat(matches.map(areaItem));
  if (sought && !items.length) items.push(element("li", {}, (page.sectors.length ? "No area or postcode by that name in " : "No area by that name in ") + page.unit + "."));
  found.replaceChildren(...items);
});
find.addEventListener("keydown", event => {
  const first = found.querySelector("button");
  if (event.key === "Enter" && first) first.click();
});
{% endmacro %}
