{% macro script(this, kwargs) %}
// Neighbouring units: quiet land, a thin edge, and their names in grey.
map.createPane("ground").style.zIndex = 350;
const neighbourShapes = page.neighbours.rings.map(rings =>
  L.polygon(polygon(rings), {pane: "ground", className: "neighbour", interactive: false}).addTo(map));
{% endmacro %}
