{% macro script(this, kwargs) %}
// The areas of the unit: coloured by the layer shown, previewed by hover or focus, selected by click or Enter.
map.createPane("outline").style.zIndex = 460;
const areaShapes = page.areas.rings.map(rings =>
  L.polygon(polygon(rings), {className: "area", bubblingMouseEvents: false}).addTo(map));
const outlineOf = name => L.polygon([], {pane: "outline", className: name, interactive: false}).addTo(map);
const previewLine = outlineOf("preview-line");
const selectedCasing = outlineOf("selected-casing");
const selectedLine = outlineOf("selected-line");
L.polygon(polygon(page.edge), {pane: "outline", className: "unit-edge", interactive: false}).addTo(map);

function areaTooltip(area) {
  return element("div", {}, element("strong", {}, page.areas.names[area]),
    element("span", {}, page.teams[page.areas.team[area]]), element("span", {}, areaSentence(area)));
}
function preview(area) { previewLine.setLatLngs(area < 0 ? [] : areaShapes[area].getLatLngs()); }

// The preview opens to the side on which it covers no badge; badges lie above it wherever it opens.
const tipReach = {top: [-150, -130, 150, 0], bottom: [-150, 0, 150, 130], right: [0, -65, 300, 65], left: [-300, -65, 0, 65]};
function turnTip(shape, at) {
  const badges = page.places.map(place => map.latLngToContainerPoint(place.point).subtract(at));
  const free = Object.keys(tipReach).find(side => {
    const [left, top, right, bottom] = tipReach[side];
    return !badges.some(badge => badge.x > left - 22 && badge.x < right + 22 && badge.y > top - 22 && badge.y < bottom + 22);
  });
  shape.getTooltip().options.direction = free || "top";
}
areaShapes.forEach((shape, area) => {
  const path = shape.getElement();
  fill(path, {role: "button", tabindex: area ? -1 : 0, "data-area": area}, []);
  shape.on("mouseover mousemove", event => turnTip(shape, event.containerPoint));
  shape.bindTooltip(() => areaTooltip(area), {sticky: true, className: "area-tip", direction: "top", opacity: 1});
  shape.on("mouseover", () => preview(area)).on("mouseout", () => preview(-1));
  shape.on("click", () => { view.selectArea(area); shape.closeTooltip(); });
  path.addEventListener("focus", () => preview(area));
  path.addEventListener("blur", () => preview(-1));
  path.addEventListener("keydown", event => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      view.selectArea(area);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      event.stopPropagation();
      focusArea(areaTowards(area, event.key));
    }
  });
});
map.on("click", () => view.clear());

// One area at a time is in the tab order; arrow keys walk from it to the nearest in that direction.
function focusArea(area) {
  areaShapes.forEach((shape, other) => shape.getElement().setAttribute("tabindex", other === area ? 0 : -1));
  map.panInside(page.areas.points[area], {padding: [40, 40], animate: false});
  areaShapes[area].getElement().focus({preventScroll: true});
}
function areaTowards(area, key) {
  const here = map.latLngToLayerPoint(page.areas.points[area]);
  const [right, down] = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]}[key];
  let best = area, least = Infinity;
  page.areas.points.forEach((point, other) => {
    const there = map.latLngToLayerPoint(point).subtract(here);
    const ahead = there.x * right + there.y * down, aside = Math.abs(there.x * down) + Math.abs(there.y * right);
    if (other !== area && ahead > aside / 2 && ahead + 2 * aside < least) {
      best = other;
      least = ahead + 2 * aside;
    }
  });
  return best;
}

function colourAreas() {
  areaShapes.forEach((shape, area) => fill(shape.getElement(),
    {"data-step": stepOf(view.layer, area), "aria-label": areaTitle(area) + ". " + areaSentence(area)}, []));
}
function outlineSelected() {
  const shown = view.area < 0 ? [] : areaShapes[view.area].getLatLngs();
  selectedCasing.setLatLngs(shown);
  selectedLine.setLatLngs(shown);
}
function goToArea(area) {
  const bounds = areaShapes[area].getBounds(), near = Math.min(map.getBoundsZoom(unitBounds) + 1.5, map.getBoundsZoom(bounds));
  if (view.kept >= 0) bounds.extend(areaShapes[view.kept].getBounds());
  const zoom = view.kept >= 0 ? Math.min(near, map.getBoundsZoom(bounds.pad(0.2))) : Math.max(map.getZoom(), near);
  map.setView(bounds.getCenter(), zoom, {animate: !still});
  view.moved = true;
}
view.watch(before => {
  if (before.layer !== view.layer || before.step !== view.step) colourAreas();
  if (before.area !== view.area) outlineSelected();
});
colourAreas();
{% endmacro %}
