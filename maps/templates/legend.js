{% macro script(this, kwargs) %}
// The caption under the map: what is shown, in words, and what each colour means.
const swatch = step => drawing("svg", {class: "swatch", "aria-hidden": "true"},
  drawing("rect", {width: "100%", height: "100%", class: "area", "data-step": step}));
function legendEntry(step, label) { return element("li", {}, swatch(step), element("span", {}, label)); }
function drawLegend(layer) {
  const empty = emptyAnswer(layer);
  document.getElementById("legend-title").textContent = legendTitle(layer);
  document.getElementById("legend-period").textContent = layer.dated || (stepShown(layer) ? stepName() : page.months);
  document.getElementById("legend-basis").textContent = empty ? "" : legendOf(layer).basis;
  document.getElementById("legend-counts").textContent = countsWords(layer);
  document.getElementById("legend-empty").textContent = empty;
  linkTerms(caption.querySelector("p"));
  document.getElementById("legend-steps").replaceChildren(
    ...legendOf(layer).labels.map(([step, label]) => legendEntry((layer.id === "micro-places" ? "need" : layer.ramp) + " " + step, label)));
}
// To measure every legend would take longer than to draw the map: those with most to say are the tallest.
function longestLegends() {
  const length = layer => legendOf(layer).labels.join("").length + legendOf(layer).basis.length + layer.title.length;
  return page.layers.slice().sort((a, b) => length(b) - length(a)).slice(0, 3);
}
// The caption is as tall as its tallest legend, so that the map keeps its size when the layer changes.
const caption = document.querySelector("figcaption");
let captionWidth = 0;
function reserveHeight() {
  if (caption.offsetWidth === captionWidth || innerWidth <= 1000) return;
  captionWidth = caption.offsetWidth;
  caption.style.minHeight = "";
  const heights = longestLegends().map(layer => { drawLegend(layer); return caption.offsetHeight; });
  caption.style.minHeight = Math.max(...heights) + "px";
  drawLegend(view.layer);
}
view.watch(before => { if (before.layer !== view.layer || before.step !== view.step) drawLegend(view.layer); });
drawLegend(view.layer);
reserveHeight();
new ResizeObserver(reserveHeight).observe(document.querySelector("figure"));
{% endmacro %}
