{% macro script(this, kwargs) %}
// One measure at a time, from one searchable list.
const chooserButton = document.getElementById("chooser-button");
const chooser = document.getElementById("chooser");
const chooserSearch = document.getElementById("chooser-search");
const chooserList = document.getElementById("chooser-list");
let options = [], active = 0;

function drawOptions() {
  const sought = chooserSearch.value.trim().toLowerCase();
  const found = page.layers.filter(layer => (layer.title + " " + layer.group).toLowerCase().includes(sought));
  const groups = [...new Set(found.map(layer => layer.group))];
  options = [];
  chooserList.replaceChildren(...groups.map(group => {
    const heading = element("div", {class: "chooser-group", role: "presentation"}, group);
    const items = found.filter(layer => layer.group === group).map(layer => {
      const option = element("div", {role: "option", id: "option-" + layer.id, "aria-selected": layer === view.layer,
        "aria-label": layer.title}, element("span", {class: "option-title"}, layer.title),
        element("span", {class: "option-rate"}, unitRateWords(layer)));
      option.addEventListener("click", () => choose(layer));
      options.push({layer, option});
      return option;
    });
    return element("div", {role: "group", "aria-label": group}, heading, ...items);
  }));
  if (!found.length) chooserList.replaceChildren(element("p", {}, "Nothing by that name. Try a crime type, or clear the search."));
  activate(Math.max(0, options.findIndex(item => item.layer === view.layer)));
}
function activate(index) {
  active = index;
  options.forEach((item, at) => item.option.classList.toggle("active", at === index));
  if (!options[index]) return chooserSearch.removeAttribute("aria-activedescendant");
  chooserSearch.setAttribute("aria-activedescendant", options[index].option.id);
  options[index].option.scrollIntoView({block: "nearest"});
}
function openChooser(open) {
  chooser.hidden = !open;
  chooserButton.setAttribute("aria-expanded", open);
  if (!open) return;
  chooserSearch.value = "";
  drawOptions();
  chooserSearch.focus();
}
function choose(layer) {
  view.change({layer});
  openChooser(false);
  chooserButton.focus();
}
chooserButton.addEventListener("click", () => openChooser(chooser.hidden));
chooserSearch.addEventListener("input", drawOptions);
chooser.addEventListener("keydown", event => {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && options.length) {
    event.preventDefault();
    activate((active + step + options.length) % options.length);
  } else if (event.key === "Enter" && options[active]) {
    event.preventDefault();
    choose(options[active].layer);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    openChooser(false);
    chooserButton.focus();
  }
});
document.addEventListener("click", event => {
  if (!chooser.hidden && !chooser.contains(event.target) && !chooserButton.contains(event.target)) openChooser(false);
});
view.watch(() => { document.getElementById("chooser-shown").textContent = lowerFirst(view.layer.title); });
{% endmacro %}
