{% macro script(this, kwargs) %}
// One search over every name of the force. A name in this unit is shown on this map; any other opens its own page.
const plainWords = text => text.normalize("NFD").toLowerCase().replace(/&/g, " and ").replace(/[\u0300-\u036f'\u2019.]/g, "")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
// A whole postcode is looked for by its sector: "B8 3NG" is in "B8 3".
const asSector = typed => typed.toUpperCase().replace(/\s/g, "").replace(/^([A-Z]{1,2}[0-9][A-Z0-9]?[0-9])[A-Z]{1,2}$/, "$1");

// `named` is what people call places and Impact Areas: name, kind, unit, and the place's id.
function startFinder(given, named, here, show) {
  const box = document.getElementById("find"), list = document.getElementById("find-list"), said = document.getElementById("find-said");
  const mostShown = 8;
  let data = given, whole = !here, alone = false, entries = null, offered = [], active = -1;

  const entry = (name, unit, kind, word, code) => ({name, unit, kind, word, code: code || "",
    words: " " + plainWords(name + " " + (code || "")), whole: plainWords(name)});
  function makeEntries() {
    const units = data.units.map(([code, name], unit) => entry(name, unit, "unit", "", code));
    const groups = data.groups.flatMap(([kind, word, packed]) =>
      packed.flatMap((names, unit) => unpackNames(names).map(name => entry(name, unit, kind, word))));
    const areas = data.areas.flatMap(([names, codes], unit) => {
      const known = unpackNames(codes);
      return unpackNames(names).map((name, area) => entry(name, unit, "area", "area", known[area]));
    });
    const own = whole ? [] : page.areas.names.map((name, area) =>
      entry(name, data.units.findIndex(unit => unit[0] === here), "area", "area", page.areas.codes[area]));
    const places = named.map(([name, word, code, id]) =>
      entry(name, data.units.findIndex(unit => unit[0] === code), id ? "place" : "designation", word, id));
    return units.concat(groups, places, own, areas);
  }
  function closeness(found, wanted, sought, sector) {
    if (found.kind === "sector") return found.name.replace(" ", "") === sector ? 0 : found.name.replace(" ", "").startsWith(sector) ? 1 : -1;
    if (found.whole === sought || found.code.toLowerCase() === sought) return 0;
    if (!wanted.every(word => found.words.includes(" " + word))) return -1;
    return found.words.startsWith(" " + sought) ? 1 : 2;
  }
  function search(typed) {
    const sought = plainWords(typed), wanted = sought.split(" "), sector = asSector(typed);
    if (!sought) return [];
    entries = entries || makeEntries();
    const found = [[], [], []];
    entries.forEach(one => {
      const how = closeness(one, wanted, sought, sector);
      if (how >= 0) found[how].push(one);
    });
    return found.flat();
  }
  const isHere = one => one.kind !== "unit" && data.units[one.unit][0] === here;
  function sentence(one) {
    if (one.kind === "unit") return [element("strong", {}, one.name), data.units[one.unit][0] === here ? ": this page" : ": open it"];
    const known = one.kind === "area" ? one.code === one.name ? "" : " (" + one.code + ")" : " (" + one.word + ")";
    return [element("strong", {}, one.name), known + " is in " + data.units[one.unit][1] + (isHere(one) ? ": show it" : ": open it")];
  }
  function address(one) {
    const part = ["unit", "designation"].includes(one.kind) ? "" : "#" + one.kind + "=" + encodeURIComponent(["area", "place"].includes(one.kind) ? one.code : one.name);
    return "npu-" + data.units[one.unit][0] + ".html" + part;
  }
  function choose(one) {
    box.value = one.name;
    draw([]);
    say("", []);
    if (isHere(one)) show(one);
    else location.href = address(one);
  }
  function activate(index) {
    active = index;
    offered.forEach((one, at) => list.children[at].setAttribute("aria-selected", at === index));
    if (index < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", "find-" + index);
    list.children[index].scrollIntoView({block: "nearest"});
  }
  function draw(found) {
    offered = found.slice(0, mostShown);
    list.replaceChildren(...offered.map((one, at) => {
      const item = element("li", {role: "option", id: "find-" + at, "aria-selected": false}, element("span", {}, ...sentence(one)));
      item.addEventListener("mousedown", event => event.preventDefault());
      item.addEventListener("click", () => choose(one));
      return item;
    }));
    list.hidden = !offered.length;
    box.setAttribute("aria-expanded", Boolean(offered.length));
    activate(-1);
  }
  function say(typed, found) {
    said.textContent = !typed ? "" : !found.length ? "Nothing here is called \u201c" + typed + "\u201d. The search takes " + data.takes + "." +
      (alone ? " Only this unit is searched: the file places.js is not beside this page." : "")
      : found.length > mostShown ? "The first " + mostShown + " of " + found.length + ": type more of the name."
      : found.length === 1 ? "1 found: press Enter" : found.length + " found";
  }
  function searchAgain() {
    const typed = box.value.trim(), found = search(typed);
    draw(found);
    say(typed, found);
  }
  box.addEventListener("input", searchAgain);
  // The names of the other units lie beside the page, in one file for all; they are fetched when somebody searches.
  function fetchNames() {
    const names = element("script", {src: "places.js"});
    // What somebody has walked to by the arrow keys stays chosen when the list is drawn with more names.
    const settle = () => {
      if (document.activeElement !== box || !box.value.trim()) return;
      const walkedTo = active < 0 ? null : list.children[active].textContent;
      searchAgain();
      activate(offered.findIndex((one, at) => list.children[at].textContent === walkedTo));
    };
    names.addEventListener("load", () => {
      data = window.forcePlaces;
      named = window.forceNamed || named;
      whole = true;
      entries = null;
      settle();
    });
    names.addEventListener("error", () => { alone = true; settle(); });
    document.head.append(names);
  }
  if (!whole) box.addEventListener("focus", fetchNames, {once: true});
  box.addEventListener("keydown", event => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && offered.length) {
      event.preventDefault();
      activate(active < 0 && step < 0 ? offered.length - 1 : (active + step + offered.length) % offered.length);
    } else if (event.key === "Enter" && offered.length) {
      event.preventDefault();
      choose(offered[Math.max(0, active)]);
    } else if (event.key === "Escape" && (offered.length || said.textContent)) {
      event.stopPropagation();
      draw([]);
      say("", []);
    }
  });
  box.addEventListener("blur", () => { draw([]); say("", []); });
}
{% endmacro %}
