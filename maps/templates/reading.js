{% macro script(this, kwargs) %}
// The answer is read line by line: what its frame would cut through is covered until the reader goes on.
const answerHead = document.getElementById("answer-head"), answerBody = document.getElementById("answer-body");
const readOn = document.getElementById("read-on"), covers = ["top", "bottom"].map(edge => document.getElementById("cover-" + edge));
let lineBoxes = [];

// Top and bottom of every line of text and every drawing, from the top of what is read.
function findLines() {
  const from = answerBody.getBoundingClientRect().top - answerBody.scrollTop, found = [];
  const add = box => { if (box.height) found.push([box.top - from, box.bottom - from]); };
  const walker = document.createTreeWalker(answerBody, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    [...range.getClientRects()].forEach(add);
  }
  answerBody.querySelectorAll("svg, button").forEach(node => add(node.getBoundingClientRect()));
  return found.sort((a, b) => a[0] - b[0]);
}
function clearOf(edge, pick) {
  for (;;) {
    const cut = lineBoxes.filter(([top, bottom]) => top < edge - 0.5 && bottom > edge + 0.5);
    if (!cut.length) return edge;
    edge = pick(cut);
  }
}
const lastWhole = () => clearOf(answerBody.scrollTop + answerBody.clientHeight, cut => Math.min(...cut.map(box => box[0])));
const firstWhole = () => clearOf(answerBody.scrollTop, cut => Math.max(...cut.map(box => box[1])));
function coverCutLines() {
  if (answer.hidden) return;
  const start = answerBody.scrollTop, end = start + answerBody.clientHeight;
  covers[0].style.height = Math.ceil(firstWhole() - start) + "px";
  covers[1].style.height = Math.max(0, Math.ceil(end - lastWhole())) + "px";
  readOn.hidden = end >= answerBody.scrollHeight - 2;
}
function layOutAnswer() {
  lineBoxes = answer.hidden ? [] : findLines();
  coverCutLines();
}
answerBody.addEventListener("scroll", coverCutLines, {passive: true});
answerBody.addEventListener("toggle", layOutAnswer, true);
new ResizeObserver(layOutAnswer).observe(answerBody);
// On a small screen the answer first takes the whole of its side of the map, then goes on.
readOn.addEventListener("click", () => {
  if (!wide.matches && !answer.classList.contains("tall")) {
    answer.classList.add("tall");
    return layOutAnswer();
  }
  answerBody.scrollTop = Math.max(answerBody.scrollTop + 24, lastWhole());
});
// How much of a small screen is taken before map and answer share the rest.
const pageHead = document.querySelector("header.line"), topBar = document.querySelector(".marking.top");
function measureHead() {
  const style = document.documentElement.style;
  style.setProperty("--mark-high", (topBar ? topBar.offsetHeight : 0) + "px");
  style.setProperty("--head-high", pageHead.offsetHeight + "px");
}
measureHead();
new ResizeObserver(measureHead).observe(pageHead);
{% endmacro %}
