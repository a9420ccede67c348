{% macro script(this, kwargs) %}
// Proposed places: dark outline with a white casing, and a numbered badge that can be clicked.
map.createPane("places").style.zIndex = 450;
const placeShapes = page.places.map((place, index) => {
  const rings = polygon(place.rings);
  const draw = name => L.polygon(rings, {pane: "places", className: name, interactive: false}).addTo(map);
  draw("place-casing");
  draw("place-line");
  const badge = element("span", {class: "badge"}, String(place.rank));
  const icon = L.divIcon({className: "badge-target", html: badge, iconSize: [44, 44]});
  const marker = L.marker(place.point, {icon, keyboard: true, title: place.name, bubblingMouseEvents: false}).addTo(map);
  fill(marker.getElement(), {"aria-label": "Place " + place.rank + ", " + place.name, "data-place": index}, []);
  marker.on("click", () => view.selectPlace(index));
  marker.getElement().addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    view.selectPlace(index);
  });
  return {bounds: L.latLngBounds(rings.flat(2)), marker};
});
// A small place would vanish under its number: then all numbers shrink, but not what a finger can touch.
const roomForNumber = 110;
function fitNumbers() {
  const tight = placeShapes.some(shape => {
    const corners = [shape.bounds.getNorthWest(), shape.bounds.getSouthEast()].map(at => map.latLngToLayerPoint(at));
    const across = corners[1].subtract(corners[0]);
    return Math.max(across.x, across.y) < roomForNumber;
  });
  placeShapes.forEach(shape => shape.marker.getElement().classList.toggle("tight", tight));
}
map.on("zoomend resize", fitNumbers);
fitNumbers();
function goToPlace(place) {
  const bounds = placeShapes[place].bounds.pad(0.6);
  map.setView(bounds.getCenter(), Math.min(map.getBoundsZoom(bounds), map.getBoundsZoom(unitBounds) + 2.5), {animate: !still});
  view.moved = true;
}
view.watch(before => {
  if (before.place === view.place) return;
  placeShapes.forEach((shape, index) => shape.marker.getElement().classList.toggle("chosen", index === view.place));
});
{% endmacro %}
