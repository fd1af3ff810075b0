// The button that opens the browser's print dialogue.

/** @param {HTMLElement} button */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
