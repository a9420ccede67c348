{% macro script(this, kwargs) %}
// Every sentence that the page builds itself; what it is given as words comes from maps/sentences.
function labelOf(layer, area) {
  const step = classAt(layer, area, stepShown(layer));
  if (step === "x") return "cannot be assessed";
  if (step === "-") return "no data";
  if (step === "p") return "shown inside proposed places only";
  return layer.said ? layer.said[area] : legendOf(layer).labels.find(label => label[0] === step)[1];
}
// "3.4 times the unit", or nothing where a comparison makes no sense.
function timesTheUnit(value, average) {
  if (value === null || !average || value === 0) return "";
  const ratio = value / average;
  if (ratio >= 0.95 && ratio < 1.05) return "as in the unit";
  return ratio < 0.1 ? "far below the unit" : figures(ratio, 1) + " times the unit";
}
function counted(value, unit) {
  return figures(value) + " " + (value === 1 ? unit.replace("incidents and calls", "incident or call").replace(/s$/, "").replace("days of", "day of") : unit);
}
const placeKind = decided => decided ? "Impact Area in " : "Proposed Impact Area in ";
const rateFigure = rate => figures(rate, rate < 10 ? 1 : 0);
// What a count is per 1,000 residents, beside the same of the unit; no rate where few people live.
function rateWords(layer, area, step) {
  const value = valueAt(layer, area, step);
  if (!layer.rated || value === null || !page.areas.residents[area]) return "";
  if (page.areas.small[area]) return "; few people live here, so no rate";
  const rate = 1000 * value / page.areas.residents[area], all = unitCount(layer, step);
  const times = all === null ? "" : timesTheUnit(rate, 1000 * all / unitResidents);
  const workday = page.areas.workday[area] ? ", " + rateFigure(1000 * value / page.areas.workday[area]) + " per 1,000 workday residents" : "";
  return ", " + rateFigure(rate) + " per 1,000 residents" + (times ? " (" + times + ")" : "") + workday;
}
// The rate alone, for a table: " (180 per 1,000)".
function perThousand(layer, area) {
  const people = page.areas.residents[area];
  return layer.rated && people && !page.areas.small[area] ? " (" + rateFigure(1000 * layer.values[area] / people) + " per 1,000)" : "";
}
// The same of the whole unit: "Northam has 1,302, 9.6 per 1,000 residents".
function unitRateWords(layer) {
  if (!layer.rated) return "";
  const all = unitCount(layer, stepShown(layer));
  return all === null ? "" : figures(all) + (unitResidents ? ", " + rateFigure(1000 * all / unitResidents) + " per 1,000 residents" : "");
}
function countsWords(layer) {
  const all = unitRateWords(layer);
  return all ? "Counts, not rates: " + page.unit + " has " + all + "." : "";
}
const scoreNames = {deprivation: "Deprivation score", harm: "Harm score"};
function scoreWords(layer, area, step) {
  const above = step ? "" : ", higher than " + shareBelow(layer.id, area) + "% of areas";
  return scoreNames[layer.id] + " " + figures(valueAt(layer, area, step)) + (layer.id === "harm" ? " (days of prison)" : "") + above;
}
const shareBelow = (strand, area) => Math.floor(Math.min(99, page.areas.scores[strand][area]));
function areaTitle(area) { return [page.areas.names[area], page.teams[page.areas.team[area]]].filter(Boolean).join(", "); }
function areaSentence(area) {
  const layer = view.layer;
  const label = labelOf(layer, area);
  if ("x-s".includes(classAt(layer, area, stepShown(layer)))) return layer.title + ": " + label;
  if (layer.id === "need") return "Need score " + layer.values[area] + " of 100; rank " +
    figures(page.areas.rank[area]) + " of " + figures(page.rankedInForce);
  if (layer.unit === "decile") return layer.title + ": " + layer.values[area] + " of 10 (1 is most deprived)";
  if (!layer.values) return layer.title + ": " + label + (stepShown(layer) ? ", " + stepName() : "");
  const when = stepShown(layer) ? ", " + stepName() : "";
  if (scoreNames[layer.id]) return scoreWords(layer, area, stepShown(layer)) + when;
  if (layer.rated) return layer.title + ": " + counted(valueOf(layer, area), layer.unit) + rateWords(layer, area, stepShown(layer)) + when;
  const comparison = timesTheUnit(valueOf(layer, area), averageOf(layer));
  return counted(valueOf(layer, area), layer.unit) + (comparison ? ", " + comparison + "’s average" : "");
}
function legendTitle(layer) {
  return layer.id === "need" || !layer.unit || layer.group === "Context" ? layer.title : layer.title + ": " + layer.unit;
}
function emptyAnswer(layer) {
  const any = page.areas.codes.some((code, area) => "34".includes(classAt(layer, area, stepShown(layer))));
  if (!layer.id.startsWith("hotspot-") || any) return "";
  return "No hotspot here in this period. Try all recorded crime, or another crime type.";
}
function rangeWords(ends, area) {
  const rank = page.areas.rank[area], [low, high] = ends.map(end => end[area]);
  return low === undefined || low === null ? "" : low === high ? figures(rank + low) : figures(rank + low) + " to " + figures(rank + high);
}
function rangeSentences(area) {
  const ranges = page.areas.ranges, counts = rangeWords(ranges.counts, area), choices = rangeWords(ranges.choices, area);
  const next = rangeWords(ranges.next, area), top = page.areas.topNext[area];
  const now = [counts && counts + " by chance variation in the counts alone", choices && choices + " under other weights and scales"];
  const found = now.some(Boolean) ? ["This period’s rank could be " + now.filter(Boolean).join(", and ") + " (90% each)."] : [];
  const likely = (top < 1 ? "under 1" : top > 99 ? "over 99" : top) + "% likely";
  if (next) found.push("Next 12 months: likely rank " + next + " (90%), allowing for change and chance, not for other weights; top 5% of the force " +
    likely + ".");
  return found.join(" ");
}
function levelSentence(area) {
  const level = page.areas.level, expected = level.expected[area], counts = layerById("crime").values[area];
  if (!level.expected.length || counts === null) return "";
  if (expected === null || expected === undefined) return "Level: cannot be assessed.";
  return "Level: " + counted(counts, "recorded crimes") + ", " + (expected ? figures(counts / expected, 1) + " times the " : "against the ") +
    figures(expected) + " expected from its residents and similar areas. " + (level.p[area] <= 50 ? "Higher" : "Not shown to be higher") +
    " than expected, allowing for having picked the highest area (p = " + figures(level.p[area] / 1000, level.p[area] < 100 ? 3 : 2) + ").";
}
// Why an area is in no place although others with less need are: a place is connected and limited.
function leftOutSentence(area) {
  const below = page.areas.place.filter((place, other) => place >= 0 && page.areas.rank[other] > page.areas.rank[area]).length;
  const said = page.leftOut.of[area];
  if (said) return "Not in a proposed place. " + said.map(at => page.leftOut.words[at]).join(" ");
  if (!page.places.length) return "";
  const lower = below ? figures(below) + (below === 1 ? " area" : " areas") + " in a proposed place rank" + (below === 1 ? "s" : "") +
    " lower: a place is connected, and chosen as a whole. " : "Every area in a proposed place ranks higher. ";
  return "Not in a proposed place. " + lower + "A place has at most " + page.caps + ".";
}
function rankSentence(area) {
  const areas = page.areas;
  return "Ranks " + figures(areas.rank[area]) + " of " + figures(page.rankedInForce) + " areas in " + page.force +
    ", and " + figures(areas.unitRank[area]) + " of " + figures(page.rankedInUnit) + " in " + page.unit + ". Need score " +
    figures(areas.need[area]) + " of 100.";
}
function strandSentence(strand, area) {
  const layer = layerById(strand), value = layer.values[area];
  if (value === null) return upperFirst(labelOf(layer, area)) + ".";
  const alike = layerById("similar-" + strand), said = alike && alike.steps[area] !== "x" ? ". " + upperFirst(alike.said[area]) : "";
  if (scoreNames[strand]) return scoreWords(layer, area, 0) + said + ".";
  return counted(value, layer.unit) + rateWords(layer, area, 0) + "; more than in " + shareBelow(strand, area) + "% of areas" + said + ".";
}
const hotspotOpening = "Cluster: a hotspot, here and in the areas around it, of ";
const hotspotsAt = area => page.layers.filter(layer => layer.group === "Hotspots" && "34".includes(layer.steps[area]))
  .map(layer => lowerFirst(layer.title.replace("Hotspots of ", "")));
const listed = items => items.length > 1 ? items.slice(0, -1).join(", ") + " and " + items[items.length - 1] : items.join();
// Heading of the list beside the map, which follows the layer.
function listTitle(layer, count) {
  const title = lowerFirst(layer.title), many = count === 10 ? "Ten" : figures(count);
  if (layer.id === "need") return "Areas with the highest need";
  if (layer.unit === "decile") return many + " most deprived: " + title.replace("deprivation decile: ", "");
  if (layer.values) return many + " highest for " + title;
  if (layer.group.startsWith("Hotspots")) return count ? layer.title + ", highest need first" : layer.title + ": none here";
  return layer.title + ": areas with the highest need";
}
function areaFacts(area) {
  const residents = page.areas.residents[area], decile = layerById("decile").values[area];
  const facts = [residents === null ? "Residents not known." : figures(residents) + " residents."];
  if (page.areas.small[area]) facts.push("Few people live here, so rates per resident mislead.");
  if (decile !== null) facts.push("Deprivation decile " + decile + " of 10 in England (1 is most deprived).");
  return facts.join(" ");
}
function cellWords(at) {
  const share = page.cells.shares[at], said = counted(page.cells.counts[at], "recorded crimes") + " in about " + page.cells.sizeM + " metres.";
  return share ? said + " One point has " + share + " of them: a building, or a point that is used for a wider area." : said;
}
function stepName() {
  const step = stepShown(view.layer);
  return step ? page.steps[step - 1][1] + (isGap(step) ? ": " + gapWord(step) : "") : "whole period";
}
function trendSentence(values, means) {
  const last = page.steps.length - 1, ago = last - page.stepsOfYear, most = values.indexOf(Math.max(...values));
  const any = ago >= 0 && !isGap(ago + 1), compared = any && !page.yearsNotCompared;
  const earlier = compared ? ", and " + figures(values[ago]) + " a year earlier" : any ? ". The year before is " + page.yearsNotCompared : "";
  const average = means ? " The line is the average area of " + page.unit +
    (compared ? ": " + figures(means[last], 1) + ", and " + figures(means[ago], 1) + " a year earlier" : "") + "." : "";
  return figures(values[last]) + " in " + page.steps[last][1] + earlier + ". The most was " + figures(values[most]) + ", in " +
    page.steps[most][1] + "." + (gapsSaid() ? " Hatched: no complete data (" + gapsSaid() + ")." : "") + average;
}
{% endmacro %}
