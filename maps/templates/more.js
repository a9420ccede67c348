{% macro script(this, kwargs) %}
// More on a place, one step away: its reasons, reasons for caution, what to expect, and what else could be proposed.
let moreOpen = false, optionShown = null;
const optionCasing = L.polyline([], {pane: "outline", className: "option-casing", interactive: false}).addTo(map);
const optionLine = L.polyline([], {pane: "outline", className: "option-line", interactive: false}).addTo(map);

function showOption(option) {
  optionShown = option;
  const lines = option ? outlineAreas(option.areas) : [];
  optionCasing.setLatLngs(lines);
  optionLine.setLatLngs(lines);
  document.querySelectorAll("[data-option]").forEach(button => button.setAttribute("aria-pressed",
    Boolean(option) && view.place >= 0 && page.places[view.place].options[Number(button.dataset.option)] === option));
}
function topic(heading, lines) {
  return [element("h3", {}, heading), element("ul", {class: "plain lines"}, ...lines.map(line => element("li", {}, line)))];
}
// What a replacement leaves out and takes in; the rest of a long list unfolds where it is.
function exchangeWords(option) {
  const own = placeMembers(view.place), named = areas => areas.map(area => page.areas.names[area]);
  const dropped = named(own.filter(area => !option.areas.includes(area)));
  const added = named(option.areas.filter(area => !own.includes(area))).concat(option.beyond || []);
  const parts = [[added.length ? "Replacing " : "Leaving out ", dropped], [dropped.length ? " with " : "Adding ", added]];
  return parts.filter(([, names]) => names.length).flatMap(([word, names]) => [word, someNames(names.sort(), 2)]);
}
function optionItem(option, at) {
  const button = element("button", {type: "button", class: "link", "data-option": at, "aria-pressed": option === optionShown}, "Draw it");
  button.addEventListener("click", () => showOption(option === optionShown ? null : option));
  return element("li", {}, ...exchangeWords(option), " " + option.cost + ". ", button);
}
function moreOnPlace(place) {
  const swaps = place.swaps.length ? topic("If one area were swapped for another", place.swaps) : [];
  const options = !place.options.length ? [] : [element("h3", {}, "Other places that could replace it"),
    element("ul", {class: "plain lines"}, ...place.options.map(optionItem))];
  const all = place.more.flatMap(([heading, lines]) => topic(heading, lines)).concat(swaps, options);
  if (!all.length) return [];
  const details = element("details", {class: "more"}, element("summary", {}, "More on this place"), ...all);
  details.open = moreOpen;
  details.addEventListener("toggle", () => { moreOpen = details.open; });
  return [details];
}
view.watch(before => { if (before.place !== view.place) showOption(null); });
{% endmacro %}
