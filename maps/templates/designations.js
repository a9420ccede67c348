{% macro script(this, kwargs) %}
// Impact Areas that a person has decided on: a solid blue line and a small flag, whatever is proposed.
map.createPane("designations").style.zIndex = 455;
const northernmost = rings => rings.flatMap(corners).reduce((top, at) => at[0] > top[0] ? at : top);
page.designations.forEach(one => {
  const draw = className => L.polygon(polygon(one.rings), {pane: "designations", className, interactive: false}).addTo(map);
  draw("designation-casing");
  draw("designation-line");
  draw("designation-core");
  const flag = drawing("svg", {viewBox: "0 0 24 24", width: 24, height: 24, "aria-hidden": "true"},
    drawing("path", {class: "flag", d: "M6 2v20M6 3h14l-4 5 4 5H6"}));
  const icon = L.divIcon({className: "flag-mark", html: flag, iconSize: [24, 24], iconAnchor: [6, 22]});
  L.marker(northernmost(one.rings), {icon, keyboard: false}).addTo(map)
    .bindTooltip(() => element("div", {}, element("strong", {}, one.name), element("span", {}, one.words)),
      {className: "area-tip", direction: "top"});
});
{% endmacro %}
