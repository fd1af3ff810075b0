// What stands under the body after a tap: words, and what can be done there.

import { button, make } from "./dom.mjs";

/** @typedef {{ words: string, press: () => void, isMain?: boolean }} Choice */

export function createPanel() {
  const words = make("p", { class: "body-said", role: "status", "aria-live": "polite" });
  const choices = make("div", { class: "body-choices" });
  const element = make("div", { class: "body-panel" }, words, choices);
  return {
    element,
    /**
     * @param {string} text
     * @param {Choice[]} [offered]
     */
    say(text, offered = []) {
      words.textContent = text;
      choices.replaceChildren(
        ...offered.map((it) => button(it.words, it.press, { class: it.isMain ? "button is-main" : "button" })),
      );
      choices.hidden = offered.length === 0;
    },
    choices,
  };
}

/** @typedef {ReturnType<typeof createPanel>} Panel */
