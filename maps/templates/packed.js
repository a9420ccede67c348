{% macro script(this, kwargs) %}
// What layers say of areas travels packed; each part is unpacked when it is first read.
function lazily(holder, name, make) {
  Object.defineProperty(holder, name, {configurable: true, get() {
    const value = make();
    Object.defineProperty(holder, name, {value});
    return value;
  }});
}
const inPairs = numbers => Array.from({length: numbers.length / 2}, (none, at) => [numbers[2 * at], numbers[2 * at + 1]]);
// The class of each area by the highest value of each class; others have a class that their value does not tell.
function classesOf(values, upTo, others) {
  const classes = values.map(value => (upTo.find(([highest]) => value <= highest) || "-")[1]);
  Object.entries(others || {}).forEach(([code, areas]) => areas.forEach(area => { classes[area] = code; }));
  return classes.join("");
}
// A point is written as what lies between it and the first corner of its area.
const firstCorner = shape => steps(shape[0].slice(0, 12)).slice(0, 2);
function unpackPoints(packed, rings) {
  return inPairs(steps(packed)).map(([lng, lat], area) => {
    const first = firstCorner(rings[area]);
    return [(first[1] + lat) / 2e4, (first[0] + lng) / 2e4];
  });
}
const {points: packedPoints} = page.areas;
lazily(page.areas, "points", () => unpackPoints(packedPoints, page.areas.rings));
const unpackClasses = packed => inPairs(steps(packed)).map(([code, times]) => "01234x-".charAt(code).repeat(times)).join("");
function unpackSaid(packed, kinds) {
  return inPairs(steps(packed)).map(([kind, figure]) => kinds[kind].replace("\ue000", figures(figure)));
}
// A step without complete data is not sent: it is put back here, the same for every area.
function putGapsBack(shown, filler) {
  let at = 0;
  return page.areas.codes.flatMap(() => page.steps.map(step => step[2] ? filler : shown[at++]));
}
// A total is the sum of its steps, and of what lies in none of them.
function unpackTotals(series) {
  const rest = steps(series.rest), count = page.steps.length;
  return page.areas.codes.map((code, area) => {
    const shown = series.values.slice(area * count, (area + 1) * count);
    return shown.reduce((sum, value) => sum + value, rest[area] || 0);
  });
}
// A strand over time is the sum of its crime types, each with what it weighs.
function addUpParts(parts) {
  const total = new Array(page.areas.codes.length * page.steps.length).fill(0);
  Object.entries(parts).forEach(([id, weight]) => layerById(id).series.values.forEach((value, at) => { total[at] += weight * value; }));
  return total.map(Math.round);
}
page.layers.forEach(layer => {
  const {series, said, saidWords, upTo, others, valuesOf} = layer;
  if (valuesOf) lazily(layer, "values", () => page.areas[valuesOf]);
  if (upTo) lazily(layer, "steps", () => classesOf(layer.values, upTo, others));
  if (said !== undefined) lazily(layer, "said", () => unpackSaid(said, saidWords));
  if (!series) return;
  const {classes, counts, parts, rest} = series;
  if (classes) lazily(series, "classes", () => putGapsBack(unpackClasses(classes), "-").join(""));
  if (parts) lazily(series, "values", () => addUpParts(parts));
  if (counts) lazily(series, "values", () => putGapsBack(steps(counts), 0));
  if (typeof rest === "string") lazily(layer, "values", () => unpackTotals(series));
});
{% endmacro %}
