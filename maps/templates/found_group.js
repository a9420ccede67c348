{% macro script(this, kwargs) %}
// A ward, team, local area or postcode sector that was looked for: outlined on the map, its areas listed in the panel.
const groupLine = L.polyline([], {pane: "outline", className: "sector-line", interactive: false}).addTo(map);
const groupings = {team: {of: page.areas.team, names: page.teams}, ward: page.wards, local: page.local};
function areasOfGroup(kind, name) {
  if (kind === "settlement") return page.settlements.filter(one => one[0] === name).map(one => one[3]);
  if (kind === "sector") return (page.sectors.find(sector => sector[0] === name) || [name, []])[1];
  const group = groupings[kind] || (kind === "ward" ? groupings.team : null);
  return !group ? [] : page.areas.codes.map((code, area) => area).filter(area => group.names[group.of[area]] === name);
}
function findGroup(kind, name) {
  const known = page.finder.groups.find(group => group[0] === kind), areas = known ? areasOfGroup(kind, name) : [];
  return areas.length ? {kind, name, word: known[1], areas} : null;
}
function goToGroup() {
  map.fitBounds(groupLine.getBounds().pad(0.3), {animate: !still, maxZoom: map.getBoundsZoom(unitBounds) + 2.5});
  view.moved = true;
}
function showFound(entry) {
  if (entry.kind === "area") return chooseArea(page.areas.codes.indexOf(entry.code));
  const place = page.places.findIndex(one => one.id === entry.code);
  if (entry.kind === "place") {
    view.selectPlace(place);
    goToPlace(place);
    return showMap();
  }
  const decided = entry.kind === "designation" && page.designations.find(one => one.name === entry.name);
  if (decided) {
    map.fitBounds(L.latLngBounds(decided.rings.flatMap(corners)).pad(0.3), {animate: !still});
    view.moved = true;
    return showMap();
  }
  view.selectGroup(findGroup(entry.kind, entry.name));
  if (view.group) goToGroup();
  showMap();
}
function groupAnswer(group) {
  return [element("h2", {tabindex: -1}, group.name), element("p", {class: "where"}, upperFirst(group.word) + " in " + page.unit),
    paragraph(group.kind === "settlement" ? "Its middle lies in:" : group.areas.length === 1 ? "1 area:" : figures(group.areas.length) + " areas, highest need first:"),
    element("ul", {class: "plain members"}, ...group.areas.map(area => element("li", {},
      link(page.areas.names[area], () => chooseArea(area)), " " + (page.areas.rank[area] === null ?
        "cannot be assessed" : "rank " + figures(page.areas.rank[area])))))];
}
view.watch(before => {
  if (before.group !== view.group) groupLine.setLatLngs(view.group ? outlineAreas(view.group.areas) : []);
});
const placeNamed = name => page.places.some(place => place.name === name);
const namedHere = page.places.map(place => [place.name, page.decided[place.id]?.whole ? "Impact Area" : "proposed place", page.code, place.id])
  .concat(page.designations.filter(one => !placeNamed(one.name)).map(one => [one.name, "Impact Area", page.code, ""]));
startFinder(page.finder, namedHere, page.code, showFound);
{% endmacro %}
