{% macro script(this, kwargs) %}
// Paper does not move: the last twelve steps side by side, of what the map shows, else of all recorded crime.
const mostSteps = 12;
function drawMultiples() {
  const layer = view.layer.series ? view.layer : layerById("crime");
  const section = document.getElementById("multiples");
  if (!page.steps.length || !layer.series) return section.replaceChildren();
  const {shape} = paperProjection();
  const outlines = page.areas.rings.map(shape), edge = shape(page.edge);
  const first = Math.max(0, page.steps.length - mostSteps);
  const drawStep = at => {
    const classes = {};
    outlines.forEach((outline, area) => {
      const found = classAt(layer, area, at + 1);
      classes[found] = (classes[found] || "") + outline;
    });
    const paths = Object.entries(classes).map(([found, d]) => drawing("path", {class: "area", "data-step": layer.ramp + " " + found, d}));
    return element("figure", {}, drawing("svg", {viewBox: "0 0 1800 1150"}, ...paths, drawing("path", {class: "unit-edge", d: edge})),
      element("p", {}, upperFirst(page.steps[at][1]) + (isGap(at + 1) ? ": " + gapWord(at + 1) : "")));
  };
  const entries = labelsOverTime(layer).map(([step, label]) => legendEntry(layer.ramp + " " + step, label));
  section.replaceChildren(element("h2", {}, layer.title + ", " + page.stepWord + " by " + page.stepWord),
    element("div", {class: "multiples"}, ...page.steps.slice(first).map((step, at) => drawStep(first + at))),
    element("ul", {class: "legend"}, ...entries));
}
addEventListener("beforeprint", drawMultiples);
{% endmacro %}
