{% macro script(this, kwargs) %}
// How recorded crime went, step by step: bars of an area or place, and a line for the average area of the unit.
function crimeSteps(area) {
  const crime = layerById("crime");
  return crime.series ? stepValues(crime, area) : null;
}
function sparkline(values, means) {
  const top = Math.max(1, ...values, ...(means || [])), wide = 100 / values.length;
  const bars = values.map((value, at) => isGap(at + 1) ? drawing("rect", {class: "trend-gap", x: at * wide, width: wide, y: 0, height: 30}) :
    drawing("rect", {class: "trend-bar", x: at * wide + wide * 0.1, width: wide * 0.8, y: 30 - 30 * value / top, height: 30 * value / top}));
  const points = (means || []).map((mean, at) => mean === null ? " " : (at + 0.5) * wide + "," + (30 - 30 * mean / top));
  const line = points.join(" ").split(/ {2,}/).filter(Boolean).map(part => drawing("polyline", {class: "trend-line", points: part}));
  return drawing("svg", {class: "trend", viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true"}, ...bars, ...line);
}
function trendBlock(values, means) {
  if (!values || values.length < 2) return [];
  return [element("h3", {}, "Recorded crime by " + page.stepWord), sparkline(values, means), paragraph(trendSentence(values, means))];
}
function areaTrend(area) { return trendBlock(crimeSteps(area), layerById("crime").series && layerById("crime").series.means); }
function placeTrend(members) {
  const all = members.map(crimeSteps);
  return all.length && all[0] ? trendBlock(all[0].map((first, step) => all.reduce((sum, values) => sum + values[step], 0))) : [];
}
{% endmacro %}
