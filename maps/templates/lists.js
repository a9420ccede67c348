{% macro script(this, kwargs) %}
// The shortlist and the table: each selects on the map, and shows what the map selected.
const tableBody = document.getElementById("top-areas");
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

{% endmacro %}
