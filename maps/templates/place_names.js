{% macro script(this, kwargs) %}
// Names on the map, placed greedily: the largest first, none over a badge or another name, fewer when zoomed out.
map.createPane("names").classList.add("leaflet-zoom-hide");
map.getPane("names").style.zIndex = 610;
const measuring = document.createElement("canvas").getContext("2d");
const fontFamily = getComputedStyle(document.body).fontFamily;

function inLines(name) {
  if (name.length < 15 || !name.includes(" ")) return [name];
  const words = name.split(" ");
  let best = [name], least = name.length;
  for (let at = 1; at < words.length; at += 1) {
    const lines = [words.slice(0, at).join(" "), words.slice(at).join(" ")];
    const widest = Math.max(lines[0].length, lines[1].length);
    if (widest < least) { best = lines; least = widest; }
  }
  return best;
}
function sized(name, kind) {
  const lines = inLines(name);
  measuring.font = kind.weight + " " + kind.size + "px " + fontFamily;
  const width = Math.max(...lines.map(line => measuring.measureText(line).width));
  return {name, lines, kind, width: width + 6, height: lines.length * kind.size * 1.2 + 2};
}
const overlaps = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
function boxAt(x, y, width, height) {
  return {x, y, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2};
}
// `wanted` is in order of importance; each has x, y and the size across of what it names. `taken` are boxes to keep clear.
// No name lies on an outline; the unit's own names lie inside the unit.
function placeNames(wanted, taken, frame, outlines) {
  const placed = [], names = new Set();
  wanted.filter(wish => wish.name).forEach(({x, y, across, name, kind, href}) => {
    if (kind.once && names.has(name)) return;
    // No letters are so narrow: it need not be measured.
    if (across < name.length * kind.size * 0.12 * kind.room) return;
    const text = sized(name, kind);
    if (across < text.width * kind.room) return;
    const shifts = [[0, 0], [0, -1], [0, 1], [0.4, 0], [-0.4, 0], [0.35, -1], [-0.35, -1], [0.35, 1], [-0.35, 1]];
    const found = shifts.slice(0, kind.tries).map(([right, down]) =>
      boxAt(x + right * text.width, y + down * text.height * 0.9, text.width, text.height))
      .find(box => box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom &&
        !taken.some(other => overlaps(box, other)) && !outlines.near(box) && (!kind.own || outlines.inside(box)));
    if (!found) return;
    taken.push(found);
    names.add(name);
    placed.push(Object.assign(found, text, {href}));
  });
  return placed;
}
// What names keep clear of: the unit's edge and the outlines of places, as points so close together that none is jumped.
function outlinesToClear(project, apart) {
  const drawnRings = rings => rings.map(ring => corners(ring).map(project));
  const edge = drawnRings(page.edge), cells = new Map(), size = 40;
  const key = (x, y) => Math.floor(x / size) + " " + Math.floor(y / size);
  const along = ring => ring.forEach((from, at) => {
    const to = ring[(at + 1) % ring.length], pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / apart));
    if (pieces > 2000) return;
    for (let piece = 0; piece < pieces; piece += 1) {
      const x = from.x + (to.x - from.x) * piece / pieces, y = from.y + (to.y - from.y) * piece / pieces, cell = key(x, y);
      if (cells.has(cell)) cells.get(cell).push([x, y]); else cells.set(cell, [[x, y]]);
    }
  });
  edge.forEach(along);
  page.places.concat(page.designations).forEach(one => drawnRings(one.rings).forEach(along));
  const hits = (box, [x, y]) => x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2;
  return {
    near(box) {
      for (let x = Math.floor((box.left - 2) / size); x <= Math.floor((box.right + 2) / size); x += 1) {
        for (let y = Math.floor((box.top - 2) / size); y <= Math.floor((box.bottom + 2) / size); y += 1) {
          if ((cells.get(x + " " + y) || []).some(point => hits(box, point))) return true;
        }
      }
      return false;
    },
    inside(box) {
      let within = false;
      edge.forEach(ring => ring.forEach((one, at) => {
        const other = ring[(at + 1) % ring.length];
        if ((one.y > box.y) !== (other.y > box.y) && box.x < (other.x - one.x) * (box.y - one.y) / (other.y - one.y) + one.x) within = !within;
      }));
      return within;
    }
  };
}
// The same order for screen and paper: neighbours' names last, the areas' own names only where they fit inside.
function namesWanted(project, across, scale) {
  const kinds = {
    team: {className: "team-name", size: 13 * scale, weight: 500, room: scale > 1 ? 0.65 : 0.55, tries: 9, own: true},
    settlement: {className: "settlement-name", size: 14 * scale, weight: 600, room: 0, tries: 5, once: true},
    area: {className: "area-name", size: 12 * scale, weight: 400, room: 1.05, tries: 1, own: true},
    unit: {className: "unit-name", size: 14 * scale, weight: 400, room: 0.9, tries: 5},
    context: {className: "context-name", size: 12 * scale, weight: 400, room: 0, tries: 5}
  };
  const wish = (kind, name, point, size) => Object.assign({kind, name, across: across(point, size)}, project(point));
  const wards = view.over.includes("ward") && page.wards;
  const teams = wards ? wards.names.map((name, ward) => wish(kinds.team, name, middleOf(wards, ward), acrossGroup(wards, ward)))
    : page.teams.map((name, team) => wish(kinds.team, name, page.teamPoints[team], page.teamSizes[team]));
  const around = page.background.map(found =>
    wish(found.kind === "settlement" ? kinds.settlement : kinds.context, found.name, found.point, found.size));
  return teams.concat(page.neighbours.names.map((name, unit) => Object.assign({href: "npu-" + page.neighbours.codes[unit] + ".html"},
      wish(kinds.unit, name, page.neighbours.points[unit], page.neighbours.sizes[unit]))))
    .concat(around.filter(text => text.kind === kinds.settlement), around.filter(text => text.kind === kinds.context))
    .concat(page.areas.names.map((name, area) => wish(kinds.area, name, page.areas.points[area], page.areas.sizes[area])))
    .filter(text => text.name);
}

function drawNames() {
  const size = map.getSize();
  const origin = map.containerPointToLayerPoint([0, 0]);
  const frame = {left: origin.x + 4, top: origin.y + 4, right: origin.x + size.x - 4, bottom: origin.y + size.y - 4};
  const project = point => { const at = map.latLngToLayerPoint(point); return {x: at.x, y: at.y}; };
  const metre = 256 * Math.pow(2, map.getZoom()) / 40075017;
  const across = (point, metres) => metres * metre / Math.cos(point[0] * Math.PI / 180);
  const taken = page.places.map(place => { const at = project(place.point); return boxAt(at.x, at.y, 38, 38); });
  page.designations.forEach(one => { const at = project(northernmost(one.rings)); taken.push(boxAt(at.x + 6, at.y - 10, 28, 28)); });
  taken.push({left: frame.left, top: frame.top, right: frame.left + 54, bottom: frame.top + 100},
    {left: frame.left, top: frame.bottom - 30, right: frame.left + 130, bottom: frame.bottom});
  const spans = placeNames(namesWanted(project, across, 1), taken, frame, outlinesToClear(project, 6)).map(placed => {
    const linked = placed.href ? {class: placed.kind.className, href: placed.href} : {class: placed.kind.className};
    const span = element(placed.href ? "a" : "span", linked, ...placed.lines.flatMap((line, at) =>
      at ? [element("br"), line] : [line]));
    span.style.left = Math.round(placed.left) + "px";
    span.style.top = Math.round(placed.top) + "px";
    span.style.width = Math.ceil(placed.width) + "px";
    return span;
  });
  map.getPane("names").replaceChildren(...spans);
}
map.on("zoomend moveend resize", drawNames);
drawNames();
{% endmacro %}
