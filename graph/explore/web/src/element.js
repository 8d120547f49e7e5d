// Text from articles reaches the page only here, as text nodes and attributes
// that cannot run: there is no way to pass markup.

const SVG = "http://www.w3.org/2000/svg";

// element makes an HTML element. Properties beginning with "on" are listeners,
// "class" is the class, "data" an object of data attributes; an undefined, null
// or false one is left out. Children are nodes, strings, numbers, or lists of
// them.
export function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

// drawing makes an SVG element in the same way.
export function drawing(name, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

// outward makes a link to an article if its address is one of the web, else
// plain text: a javascript: or data: address never becomes a link.
export function outward(address, text) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return element("span", {}, text);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return element("span", {}, text);
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text);
}

// byId returns the element of the page with this id.
export function byId(id) {
  return document.getElementById(id);
}

const status = () => byId("status");

// announce says something to readers of the live region.
export function announce(text) {
  status().textContent = text;
}
