{% macro script(this, kwargs) %}
// Text only ever enters the page as text: these two are the only makers of elements.
function element(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}
function drawing(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}
function fill(node, attributes, children) {
  Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}
// Names travel in one text: each begins with how many letters it shares with the one before.
function unpackNames(packed) {
  let before = "";
  return !packed ? [] : packed.split("|").map(part => {
    before = before.slice(0, parseInt(part.charAt(0), 36)) + part.slice(1);
    return before;
  });
}
// What can be pressed becomes a button only now: without a script it is plain text.
document.querySelectorAll("[data-button]").forEach(plain => {
  const button = element("button", {type: "button"}, ...plain.childNodes);
  [...plain.attributes].filter(one => one.name !== "data-button").forEach(one => button.setAttribute(one.name, one.value));
  plain.replaceWith(button);
});
{% endmacro %}
