{% macro script(this, kwargs) %}
// The caption under the map: what is shown, in words, and what each colour means.
const swatch = step => drawing("svg", {class: "swatch", "aria-hidden": "true"},
  drawing("rect", {width: "100%", height: "100%", class: "area", "data-step": step}));
function legendEntry(step, label) { return element("li", {}, swatch(step), element("span", {}, label)); }
function legendTitle(layer) {
  if (layer.id === "need" || layer.group === "Hotspots") return layer.title;
  return layer.title + ": " + layer.unit;
}
function emptyAnswer(layer) {
  const any = /[34]/.test(layer.steps);
  if (layer.group !== "Hotspots" || any) return "";
  return "No hotspot here is beyond chance in this period. Try all recorded crime, or another crime type.";
}
function drawLegend() {
  const layer = view.layer;
  document.getElementById("legend-title").textContent = legendTitle(layer);
  document.getElementById("legend-basis").textContent = legendOf(layer).basis;
  document.getElementById("legend-empty").textContent = emptyAnswer(layer);
  document.getElementById("legend-steps").replaceChildren(
    ...legendOf(layer).labels.map(([step, label]) => legendEntry(layer.ramp + " " + step, label)));
}
view.watch(before => { if (before.layer !== view.layer) drawLegend(); });
drawLegend();
{% endmacro %}
