{% macro script(this, kwargs) %}
// The force's own background map, under everything else. It is asked for once the plain page is there, and given up
// quietly where its server does not answer.
const ground = page.ground, patience = 5000;
const groundSwitch = document.getElementById("ground-switch"), groundSaid = document.getElementById("ground-said");
const groundOptions = {minZoom: ground.minZoom, maxZoom: 18, maxNativeZoom: ground.maxZoom};
const groundLayer = ground.kind === "wms"
  ? L.tileLayer.wms(ground.url, Object.assign({layers: ground.layers, format: "image/png"}, groundOptions))
  : L.tileLayer(ground.url, groundOptions);
const tilesShown = new Set();
let waiting = 0;

const overGround = over => document.querySelector("figure").classList.toggle("over-ground", over);
function leaveGround() {
  clearTimeout(waiting);
  groundLayer.remove();
  tilesShown.clear();
  overGround(false);
}
function giveUpGround() {
  leaveGround();
  groundSwitch.checked = false;
  groundSaid.textContent = "The force’s background map did not answer; the plain ground is shown instead.";
}
function giveUpIfBare() {
  if (map.hasLayer(groundLayer) && !tilesShown.size && map.getZoom() >= ground.minZoom) giveUpGround();
}
function askForGround() {
  groundSaid.textContent = "";
  groundLayer.addTo(map);
}
groundLayer.on("loading", () => {
  clearTimeout(waiting);
  waiting = setTimeout(giveUpIfBare, patience);
});
groundLayer.on("tileload", event => {
  tilesShown.add(event.tile);
  overGround(true);
});
groundLayer.on("tileunload", event => tilesShown.delete(event.tile));
groundLayer.on("load", giveUpIfBare);
groundSwitch.addEventListener("change", () => groundSwitch.checked ? askForGround() : leaveGround());
// Two frames later the areas are on the screen.
addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => {
  if (groundSwitch.checked) askForGround();
})));
{% endmacro %}
