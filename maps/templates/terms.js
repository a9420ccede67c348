{% macro script(this, kwargs) %}
// The first use of each term of art in a view leads to its word in the glossary.
const terms = new RegExp("(?<![\\w-])(" + page.terms.map(([term]) => term.replace("*", "\\*")).join("|") + ")(?![\\w-])", "i");
const wordOf = Object.fromEntries(page.terms.map(([term, word]) => [term.toLowerCase(), word]));
function linkTerms(holder) {
  const linked = new Set(), walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, button, svg, label, summary, h2")) texts.push(walker.currentNode);
  texts.forEach(text => linkIn(text, linked));
}
function linkIn(text, linked) {
  const found = terms.exec(text.data);
  if (!found) return;
  const rest = text.splitText(found.index), after = rest.splitText(found[0].length), word = wordOf[found[0].toLowerCase()];
  if (!linked.has(word)) {
    linked.add(word);
    rest.replaceWith(element("a", {class: "term", href: "glossary.html#" + word}, found[0]));
  }
  linkIn(after, linked);
}
{% endmacro %}
