{% macro script(this, kwargs) %}
// The answer to "why": plain words about the area or place that is selected.
const answer = document.getElementById("answer");
const strandNames = {crime: "Crime", demand: page.demandName, deprivation: "Deprivation", harm: "Harm"};
const panelBody = document.getElementById("panel-body");
let cameFrom = null, scrolledTo = 0;

const paragraph = text => element("p", {}, text);
function bar(share, average) {
  const drawn = drawing("svg", {class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true"},
    drawing("rect", {class: "bar-ground", width: 100, height: 10}),
    drawing("rect", {class: "bar-value", width: Math.max(0, share), height: 10}));
  if (average !== undefined) drawn.append(drawing("rect", {class: "bar-mark", x: Math.min(99, average), width: 1, height: 10}));
  return drawn;
}
function link(text, select) {
  const button = element("button", {type: "button", class: "link"}, text);
  button.addEventListener("click", select);
  return button;
}
function strandRow(strand, area) {
  return element("div", {class: "strand"}, element("h3", {}, strandNames[strand]),
    bar(page.areas.scores[strand][area], page.scoreAverages[strand]), paragraph(strandSentence(strand, area)));
}
function commonTypes(area) {
  const counts = page.layers.filter(layer => layer.group === "Crime types" && layer.values[area] > 0)
    .sort((a, b) => b.values[area] - a.values[area]).slice(0, 3);
  return counts.map(layer => element("li", {}, layer.title + ": " + figures(layer.values[area]) + (page.areas.small[area] ? "" : rateWords(layer, area, 0))));
}
// "4 more" unfolds where it is.
function someNames(names, most) {
  if (names.length <= most + 1) return listed(names);
  const some = element("span", {}, names.slice(0, most).join(", ") + " and ");
  some.append(link(figures(names.length - most) + " more", () => {
    some.replaceWith(listed(names));
    layOutAnswer();
  }));
  return some;
}
function hotspotParagraph(area) {
  const hot = hotspotsAt(area);
  return hot.length ? element("p", {}, hotspotOpening, someNames(hot, 4), ".") : paragraph("Cluster: no hotspot here in this period.");
}
function placeMembers(index) { return page.areas.place.map((found, area) => found === index ? area : -1).filter(area => area >= 0); }
function areaAnswer(area) {
  const place = page.areas.place[area], reason = page.areas.reasons[area];
  const head = [element("h2", {tabindex: -1}, page.areas.names[area]), element("p", {class: "where"}, page.teams[page.areas.team[area]])];
  if (reason) return head.concat(paragraph("This area cannot be assessed, so it has no rank."), paragraph(reason), paragraph(areaFacts(area)));
  const shown = ["need", "crime", "demand", "deprivation", "harm"].includes(view.layer.id) ? [] : [paragraph(areaSentence(area) + ".")];
  const inPlace = place < 0 ? [leftOutSentence(area)].filter(Boolean).map(paragraph) : [element("p", {}, "Part of place " + page.places[place].rank + ", ",
    link(page.places[place].name, () => view.selectPlace(place)),
    page.areas.connects.includes(area) ? ", only to connect it: its own need is under the floor." : ".")];
  return head.concat(comparisonAnswer(area), paragraph(rankSentence(area)), [rangeSentences(area), levelSentence(area)].filter(Boolean).map(paragraph), inPlace, shown,
    Object.keys(strandNames).map(strand => strandRow(strand, area)),
    hotspotParagraph(area), element("h3", {}, "Recorded most often here"),
    element("ul", {class: "plain"}, ...commonTypes(area)), areaTrend(area), ...ownTables(area), paragraph(areaFacts(area)), compareButton(area));
}
// What the force's own tables say of an area: read from those tables, which are further down the panel.
function ownTables(area) {
  return [...document.querySelectorAll(".own-table tr[data-area='" + area + "']")].flatMap(row => {
    const heads = row.closest("table").tHead.rows[0].cells;
    const facts = [...row.cells].slice(1).map((cell, at) => element("div", {},
      element("dt", {}, heads[at + 1].textContent), element("dd", {}, cell.textContent)));
    return [element("h3", {}, row.closest("section").querySelector("h2").textContent), element("dl", {class: "own-facts"}, ...facts)];
  });
}
function placeAnswer(index) {
  const place = page.places[index];
  const members = placeMembers(index);
  return [element("h2", {tabindex: -1}, element("span", {class: "badge small"}, String(place.rank)), " " + place.name),
    element("p", {class: "where"}, placeKind(page.decided[place.id]?.whole) + page.unit),
    ...(page.decided[place.id] ? [element("p", {class: "decided"}, page.decided[place.id].words)] : []),
    ...place.sentences.map(paragraph), ...placeTrend(members), ...moreOnPlace(place), element("h3", {}, "Its areas, by rank in the force"),
    element("ul", {class: "plain members"}, ...members.map(area => element("li", {},
      link(page.areas.names[area], () => view.selectArea(area)), " " + (page.areas.rank[area] === null ?
        "cannot be assessed" : "rank " + figures(page.areas.rank[area])),
      page.areas.connects.includes(area) ? ", only connects" : "")))];
}
function drawAnswer() {
  const any = anySelected(), choosing = view.kept >= 0 && view.kept === view.area;
  answer.hidden = !any;
  answer.classList.remove("tall");
  answer.parentElement.classList.toggle("answering", any && !choosing);
  if (!any) return answerBody.replaceChildren();
  const [title, ...rest] = view.group ? groupAnswer(view.group) : view.area >= 0 ? areaAnswer(view.area) : placeAnswer(view.place);
  answerHead.firstElementChild.replaceWith(title);
  if (wide.matches && !choosing && panelBody.contains(document.activeElement)) title.focus({preventScroll: true});
  answerBody.replaceChildren(...rest);
  linkTerms(answerBody);
  answerBody.scrollTop = 0;
  layOutAnswer();
  if (!wide.matches && !view.group) keepInSight(view.area >= 0 ? page.areas.points[view.area] : page.places[view.place].point);
}
document.getElementById("back").addEventListener("click", () => dismiss());
// Where the answer lies over the foot of the map, what it speaks of moves up into the part that is left.
function keepInSight(point) {
  const covered = map.getContainer().getBoundingClientRect().bottom - answer.getBoundingClientRect().top;
  map.panInside(point, {paddingTopLeft: [60, 60], paddingBottomRight: [60, Math.max(0, covered) + 60], animate: !still});
}
function dismiss() {
  leaveAnswer();
  if (view.moved) showUnit();
  panelBody.scrollTop = scrolledTo;
  if (cameFrom && cameFrom.isConnected) cameFrom.focus({preventScroll: true});
  cameFrom = null;
}
addEventListener("keydown", event => {
  if (event.key === "Escape" && anySelected()) dismiss();
});
view.watch(before => {
  if (before.area === view.area && before.place === view.place && before.group === view.group && before.layer === view.layer &&
    before.step === view.step && before.kept === view.kept) return;
  if (before.area < 0 && before.place < 0 && !before.group) {
    scrolledTo = panelBody.scrollTop;
    cameFrom = document.activeElement;
  }
  drawAnswer();
});
{% endmacro %}
