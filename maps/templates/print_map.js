{% macro script(this, kwargs) %}
// Paper gets a drawing of its own, at a fixed size in millimetres: ten units of the drawing are one millimetre.
const paper = document.getElementById("print-map");
const paperSize = {x: 1800, y: 1150};

function paperProjection() {
  const zoom = 10, world = L.CRS.EPSG3857;
  const bounds = L.bounds(world.latLngToPoint(unitBounds.getNorthWest(), zoom), world.latLngToPoint(unitBounds.getSouthEast(), zoom));
  const size = bounds.getSize();
  const scale = Math.min((paperSize.x - 40) / size.x, (paperSize.y - 40) / size.y);
  const centre = bounds.getCenter();
  const project = point => {
    const at = world.latLngToPoint(L.latLng(point), zoom).subtract(centre).multiplyBy(scale);
    return {x: at.x + paperSize.x / 2, y: at.y + paperSize.y / 2};
  };
  const metre = 256 * Math.pow(2, zoom) / 40075017 * scale;
  const line = corner => { const at = project(corner); return Math.round(at.x) + " " + Math.round(at.y); };
  const shape = rings => rings.map(ring => "M" + corners(ring).map(line).join("L") + "Z").join("");
  return {project, line, shape, across: (point, metres) => metres * metre / Math.cos(point[0] * Math.PI / 180)};
}
function paperFeature(feature, project, line, shape) {
  const kind = "background " + feature.kind;
  if (feature.kind === "water" || feature.kind === "green") return [drawing("path", {class: kind, d: shape(feature.lines)})];
  if (feature.kind === "landmark") {
    const at = project(feature.point);
    return [drawing("circle", {class: kind, cx: at.x, cy: at.y, r: 8})];
  }
  if (feature.kind === "settlement") return [];
  const d = feature.lines.map(part => "M" + corners(part).map(line).join("L")).join("");
  const casing = ["road", "rail"].includes(feature.kind) ? [drawing("path", {class: kind + "-casing", d})] : [];
  return casing.concat(drawing("path", {class: kind, d}));
}
function longestSide(corners) {
  const along = axis => { const values = corners.map(at => at[axis]); return Math.max(...values) - Math.min(...values); };
  return Math.max(along("x"), along("y"));
}
function drawPaper() {
  const {project, line, shape, across} = paperProjection();
  const path = (rings, attributes) => drawing("path", Object.assign({d: shape(rings)}, attributes));
  const parts = page.neighbours.rings.map(rings => path(rings, {class: "neighbour"}))
    .concat(page.areas.rings.map((rings, area) => path(rings, {class: "area", "data-step": stepOf(view.layer, area)})))
    .concat(page.background.flatMap(feature => paperFeature(feature, project, line, shape)))
    .concat(teamShapes.flatMap(shape => ["casing", "line"].map(part => drawing("path", {class: shape.name + "-outline outline-" + part,
      d: linesOf(shape).map(corners => "M" + corners.map(line).join("L")).join("")}))))
    .concat([path(page.edge, {class: "unit-edge"})])
    .concat(page.designations.flatMap(one => ["casing", "line", "core"].map(part => path(one.rings, {class: "designation-" + part}))))
    .concat(page.places.flatMap(place => [path(place.rings, {class: "place-casing"}), path(place.rings, {class: "place-line"})]));
  const taken = page.places.map(place => { const at = project(place.point); return boxAt(at.x, at.y, 80, 80); })
    .concat(page.designations.map(one => { const at = project(northernmost(one.rings)); return boxAt(at.x + 21, at.y - 30, 50, 68); }));
  const frame = {left: 10, top: 10, right: paperSize.x - 10, bottom: paperSize.y - 10};
  const names = placeNames(namesWanted(project, across, 2.1), taken, frame, outlinesToClear(project, 14)).filter(name => name.kind.className !== "area-name")
    .map(name => drawing("text", {class: name.kind.className, x: name.x, y: name.top, "font-size": name.kind.size},
      ...name.lines.map(text => drawing("tspan", {x: name.x, dy: name.kind.size * 1.1}, text))));
  // As on screen: where a place would vanish under its number, all numbers are small.
  const size = page.places.some(place => longestSide(polygon(place.rings).flat(2).map(project)) < 170) ? 23 : 34;
  const badges = page.places.map(place => {
    const at = project(place.point);
    return drawing("g", {class: "paper-badge"}, drawing("circle", {cx: at.x, cy: at.y, r: size}),
      drawing("text", {x: at.x, y: at.y + size * 0.4, "font-size": size * 1.18}, String(place.rank)));
  });
  const flags = page.designations.map(one => {
    const at = project(northernmost(one.rings));
    return drawing("path", {class: "flag", d: "M0 0v-20h14l-4 5 4 5h-12v10z", transform: "translate(" + Math.round(at.x) + " " + Math.round(at.y) + ") scale(3)"});
  });
  paper.replaceChildren(...parts, ...names, ...flags, ...badges);
}
// Drawn when paper is asked for, so that no screen waits for it.
addEventListener("beforeprint", drawPaper);
matchMedia("print").addEventListener("change", event => { if (event.matches) drawPaper(); });
{% endmacro %}
