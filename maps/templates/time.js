{% macro script(this, kwargs) %}
// Step by step: a slider over quarters or months, for the measures that are counted over time. Step 0 is the whole period.
const timeRow = document.getElementById("time");
const slider = document.getElementById("step");
const playButton = document.getElementById("play");
let playing = 0;

function drawTime() {
  const any = Boolean(view.layer.series);
  timeRow.classList.toggle("unused", !any);
  slider.value = stepShown(view.layer);
  slider.setAttribute("aria-valuetext", stepName());
  document.getElementById("step-name").textContent = upperFirst(stepName());
}
function play(start) {
  clearInterval(playing);
  playing = start ? setInterval(playNext, 1200) : 0;
  playButton.textContent = start ? "Pause" : "Play";
}
function playNext() {
  if (!view.layer.series || view.step >= page.steps.length) return play(false);
  view.change({step: view.step + 1});
}
slider.max = page.steps.length;
slider.addEventListener("input", () => { play(false); view.change({step: Number(slider.value)}); });
playButton.addEventListener("click", () => {
  if (playing) return play(false);
  if (view.step >= page.steps.length) view.change({step: 0});
  playNext();
  play(true);
});
playButton.hidden = still;
timeRow.hidden = !page.steps.length;
view.watch(before => {
  if (before.layer !== view.layer && !view.layer.series) play(false);
  if (before.layer !== view.layer || before.step !== view.step) drawTime();
});
drawTime();
{% endmacro %}
