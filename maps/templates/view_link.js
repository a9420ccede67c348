{% macro script(this, kwargs) %}
// The address of the page says what is shown, so that a link opens the same view.
function currentAddress() {
  const parts = new URLSearchParams();
  if (view.layer !== page.layers[0]) parts.set("show", view.layer.id);
  if (stepShown(view.layer)) parts.set("when", page.steps[view.step - 1][0]);
  if (view.kept >= 0) parts.set("beside", page.areas.codes[view.kept]);
  if (view.area >= 0) parts.set("area", page.areas.codes[view.area]);
  if (view.place >= 0) parts.set("place", page.places[view.place].id);
  if (view.group) parts.set(view.group.kind, view.group.name);
  if (view.over.length) parts.set("over", view.over.join(","));
  if (view.moved) parts.set("at", [map.getCenter().lat.toFixed(4), map.getCenter().lng.toFixed(4), map.getZoom()].join(","));
  return parts.toString();
}
// Opening an answer is a step that the browser's own Back undoes; all else changes the address in place.
let answered = false, leaving = false;
function writeAddress() {
  const wanted = "#" + currentAddress(), opens = anySelected() && !answered;
  answered = anySelected();
  if (leaving || wanted === location.hash || wanted + location.hash === "#") return;
  if (opens) history.pushState("answer", "", wanted);
  else history.replaceState(history.state, "", wanted);
}
function leaveAnswer() {
  leaving = history.state === "answer";
  view.clear();
  if (leaving) history.back();
}
function hashChanged() {
  if (!leaving) return readAddress();
  leaving = false;
  writeAddress();
}
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const layer = layerById(parts.get("show")) || page.layers[0];
  const area = page.areas.codes.indexOf(parts.get("area"));
  const place = area < 0 ? page.places.findIndex(found => found.id === parts.get("place")) : -1;
  const [lat, lng, zoom] = (parts.get("at") || "").split(",").map(Number);
  const step = page.steps.findIndex(found => found[0] === parts.get("when")) + 1;
  const kept = area < 0 ? -1 : page.areas.codes.indexOf(parts.get("beside"));
  const over = (parts.get("over") || "").split(",").filter(name => ["team", "ward"].includes(name) && groupings[name]);
  const sought = area < 0 && place < 0 ? page.finder.groups.find(([kind]) => parts.get(kind)) : undefined;
  const same = sought && view.group && view.group.kind === sought[0] && view.group.name === parts.get(sought[0]);
  const group = !sought ? null : same ? view.group : findGroup(sought[0], parts.get(sought[0]));
  view.change({layer, step, area, place, group, kept, over: over.join() === view.over.join() ? view.over : over});
  if (Number.isFinite(zoom) && Number.isFinite(lat) && Number.isFinite(lng)) {
    map.setView([lat, lng], zoom, {animate: false});
    view.moved = true;
  } else if (area >= 0) goToArea(area);
  else if (group) goToGroup();
}
readAddress();
answered = anySelected();
view.watch(writeAddress);
map.on("moveend", writeAddress);
addEventListener("hashchange", hashChanged);
document.documentElement.classList.add("ready");
{% endmacro %}
