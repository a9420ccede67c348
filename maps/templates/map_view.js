{% macro script(this, kwargs) %}
// Where the map looks: the whole unit, until the reader moves it. It comes after all that decides how large the map is, so
// that nothing is drawn twice.
const unitBounds = L.latLngBounds(page.bounds);
function showUnit() {
  map.invalidateSize({animate: false});
  map.fitBounds(unitBounds, {padding: [22, 22], animate: false});
  view.moved = false;
}
map.setMinZoom(0);
showUnit();
map.setMinZoom(map.getZoom() - 1);
map.setMaxZoom(18);
map.setMaxBounds(unitBounds.pad(1));
const frameSize = () => map.getContainer().clientWidth + " " + map.getContainer().clientHeight;
let fitted = frameSize();
new ResizeObserver(() => {
  if (fitted === frameSize()) return;
  fitted = frameSize();
  if (view.moved) map.invalidateSize({animate: false}); else showUnit();
}).observe(map.getContainer());
// By whatever means: the buttons, the wheel, the keyboard or two fingers.
map.on("zoomstart dragstart", () => { view.moved = true; });
{% endmacro %}
