// The menu of a node: where its pointer asks for it, or at the node by keyboard.

import { byId, element } from "./element.js";

const menu = () => byId("menu");

// open shows items, [text, act] each, at a point of the window.
export function open(x, y, items) {
  const back = document.activeElement;
  menu().replaceChildren(...items.map(([text, act, amount]) =>
    element("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => {
      close();
      back?.focus();
      act();
    } }, text, amount !== undefined && element("span", { class: "quiet n" }, amount))));
  menu().hidden = false;
  const { offsetWidth: w, offsetHeight: h } = menu();
  menu().style.left = `${Math.max(4, Math.min(x, innerWidth - w - 4))}px`;
  menu().style.top = `${Math.max(4, Math.min(y, innerHeight - h - 4))}px`;
  menu().firstElementChild?.focus();
  menu().onkeydown = (e) => {
    const all = [...menu().children];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[e.key];
    if (to !== undefined) all.at(to % all.length).focus();
    else if (e.key === "Escape" || e.key === "Tab") {
      close();
      back?.focus();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  };
}

// close hides the menu.
export function close() {
  menu().hidden = true;
}

addEventListener("pointerdown", (e) => menu().contains(e.target) || close());
