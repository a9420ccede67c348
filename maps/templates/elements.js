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
{% endmacro %}
