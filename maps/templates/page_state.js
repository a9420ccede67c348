{% macro script(this, kwargs) %}
// What is shown and what is selected. Every feature watches it; none speaks to another directly.
const map = {{ this.map_name }};
const page = Object.assign(...["page-data", "page-decided"].map(id => JSON.parse(document.getElementById(id).textContent)));
page.places.forEach(place => { place.name = page.placeNames[place.id]; });
page.areas.codes = unpackNames(page.areas.codes);
page.areas.names = unpackNames(page.areas.names);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const wide = matchMedia("(min-width: 1001px)");
const view = {
  layer: page.layers[0], step: 0, area: -1, place: -1, group: null, kept: -1, over: [], moved: false, watchers: [],
  watch(watcher) { this.watchers.push(watcher); },
  change(part) {
    const before = Object.assign({}, this);
    Object.assign(this, part);
    this.watchers.forEach(watcher => watcher(before));
  },
  selectArea(area) { this.change({area, place: -1, group: null}); },
  selectPlace(place) { this.change({area: -1, place, group: null}); },
  selectGroup(group) { this.change({area: -1, place: -1, group}); },
  clear() { this.change({area: -1, place: -1, group: null, kept: -1}); }
};
const anySelected = () => view.area >= 0 || view.place >= 0 || view.group !== null;

// Grouped by commas, at most so many decimals. The browser's own formatter takes a seventh of the page's time to load.
function figures(value, decimals) {
  const scale = decimals ? 10 : 1, [whole, part] = String(Math.round(Math.abs(value) * scale) / scale).split(".");
  const sign = value < 0 && Number(whole + "." + (part || 0)) ? "-" : "";
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}
const upperFirst = text => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = text => text.charAt(0).toLowerCase() + text.slice(1);
const layerById = id => page.layers.find(layer => layer.id === id);
// The step that is shown of a layer: 0 for the whole period, and for every layer that is not counted over time.
const stepShown = layer => layer.series ? view.step : 0;
function stepValues(layer, area) {
  return layer.series.values.slice(area * page.steps.length, (area + 1) * page.steps.length);
}
// A step that lacks a month has no data: it says why where others have two parts.
const isGap = step => step > 0 && page.steps[step - 1].length > 2;
const gapWord = step => page.steps[step - 1][2].includes("incomplete") ? "no data" : "no file";
const gapsSaid = () => page.steps.map(step => step[2]).filter(Boolean).join("; ").replaceAll(": incomplete", "");
function classAt(layer, area, step) {
  if (!step || "x-s".includes(layer.steps[area])) return layer.steps[area];
  if (isGap(step)) return "-";
  if (layer.series.classes) return layer.series.classes.charAt(area * page.steps.length + step - 1);
  const value = stepValues(layer, area)[step - 1], found = layer.series.limits.findIndex(limit => value <= limit);
  return layer.series.codes.charAt(found < 0 ? layer.series.codes.length - 1 : found);
}
function legendOf(layer) {
  const counted = stepShown(layer) && layer.series.labels;
  return counted ? {labels: counted, basis: "The same limits for every " + page.stepWord + "."} : page.legends[layer.labels];
}
const labelsOverTime = layer => layer.series.labels || page.legends[layer.labels].labels;
const valueAt = (layer, area, step) => step ? stepValues(layer, area)[step - 1] : layer.values[area];
const valueOf = (layer, area) => valueAt(layer, area, stepShown(layer));
// The unit's own count of a layer, and its residents: what an area's rate is compared with. None where counts are hidden.
const knownSum = values => values.reduce((sum, value) => sum + (value || 0), 0);
const unitResidents = knownSum(page.areas.residents);
function unitCount(layer, step) {
  const values = page.areas.codes.map((code, area) => valueAt(layer, area, step));
  return values.includes(null) && layer.average === undefined ? null : knownSum(values);
}
const averageOf = layer => stepShown(layer) ? layer.series.means[view.step - 1] : layer.average;
function stepOf(layer, area) { return layer.ramp + " " + classAt(layer, area, stepShown(layer)); }
function saidOf(layer, area) {
  const opening = layer.saidNumbers && layer.saidNumbers[area];
  return (opening ? figures(opening) : "") + layer.saidWords[layer.said[area]];
}

// A ring is written as its first corner and the steps that follow, in units of 0.00005 degrees, five bits to a digit.
const digitOf = new Uint8Array(128);
Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", (letter, at) => { digitOf[letter.charCodeAt(0)] = at; });
function steps(ring) {
  const found = [];
  let value = 0, shift = 0;
  for (let at = 0; at < ring.length; at += 1) {
    const digit = digitOf[ring.charCodeAt(at)];
    value += (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      found.push(value & 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
    }
  }
  return found;
}
function corners(ring) {
  const moves = steps(ring), found = [];
  for (let at = 0, lng = 0, lat = 0; at < moves.length; at += 2) {
    lng += moves[at];
    lat += moves[at + 1];
    found.push([lat / 2e4, lng / 2e4]);
  }
  return found;
}
const polygon = rings => rings.map(ring => [corners(ring)]);
{% endmacro %}
