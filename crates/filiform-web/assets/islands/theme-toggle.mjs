// The button that changes between the light and the dark theme.

import { choose } from "./theme.mjs";

/** @param {HTMLElement} button */
export function start(button) {
  button.hidden = false;
  const isDark = () => {
    const set = document.documentElement.dataset.theme;
    return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const name = () => {
    const word = button.querySelector("span");
    if (word) word.textContent = isDark() ? "Light" : "Dark";
  };
  button.addEventListener("click", () => {
    choose(isDark() ? "light" : "dark");
    name();
  });
  name();
}
