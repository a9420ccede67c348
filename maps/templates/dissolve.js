{% macro script(this, kwargs) %}
// Outlines of groups of areas, from the edges that areas share: nothing more has to be sent for teams, wards or sectors.
let sharedEdges = null;
function edgesOfAreas() {
  if (sharedEdges) return sharedEdges;
  const found = new Map();
  page.areas.rings.forEach((rings, area) => rings.map(corners).forEach(ring => ring.forEach((corner, at) => {
    const next = ring[(at + 1) % ring.length], ends = [corner.join(), next.join()];
    const name = ends[0] < ends[1] ? ends.join(";") : ends[1] + ";" + ends[0];
    if (found.has(name)) found.get(name).sides.push(area); else found.set(name, {ends, sides: [area]});
  })));
  sharedEdges = [...found.values()];
  return sharedEdges;
}
// Lines between areas of different groups; beyond the unit the group is that of "no area".
function linesBetween(groupOf) {
  const beyond = groupOf(-1), beside = new Map(), used = new Set();
  const between = edgesOfAreas().filter(edge => groupOf(edge.sides[0]) !== (edge.sides.length > 1 ? groupOf(edge.sides[1]) : beyond));
  between.forEach(edge => edge.ends.forEach(end => beside.set(end, (beside.get(end) || []).concat(edge))));
  const walk = (edge, end) => {
    const line = [];
    for (let at = edge; at;) {
      used.add(at);
      end = at.ends[0] === end ? at.ends[1] : at.ends[0];
      line.push(end.split(",").map(Number));
      at = beside.get(end).find(next => !used.has(next));
    }
    return line;
  };
  return between.flatMap(edge => {
    if (used.has(edge)) return [];
    const [start, end] = edge.ends, ahead = walk(edge, start);
    const back = beside.get(start).find(next => !used.has(next));
    return [(back ? walk(back, start).reverse() : []).concat([start.split(",").map(Number)], ahead)];
  });
}
const outlineAreas = areas => { const inside = new Set(areas); return linesBetween(area => inside.has(area)); };
{% endmacro %}
