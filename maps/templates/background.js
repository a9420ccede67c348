{% macro script(this, kwargs) %}
// What a reader knows the place by: over the colours, under the places, and never in the way of a click.
map.createPane("background").style.zIndex = 420;
page.background.forEach(feature => {
  if (feature.kind === "settlement") return;
  const className = "background " + feature.kind;
  const options = {pane: "background", className, interactive: false};
  if (feature.kind === "water" || feature.kind === "green") return L.polygon(polygon(feature.lines), options).addTo(map);
  const lines = feature.lines.map(corners);
  if (["road", "rail"].includes(feature.kind)) L.polyline(lines, Object.assign({}, options, {className: className + "-casing"})).addTo(map);
  if (feature.kind !== "landmark") return L.polyline(lines, options).addTo(map);
  L.circleMarker(feature.point, Object.assign({radius: 3}, options)).addTo(map);
});
{% endmacro %}
