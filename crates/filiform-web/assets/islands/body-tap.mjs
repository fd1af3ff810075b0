// Shows on the body which areas are ticked in the list beside it.

/** @param {Element} root holds the checkboxes `area-<id>` and the labels `[data-area]` */
export function start(root) {
  const mirror = () => {
    for (const label of root.querySelectorAll("[data-area]")) {
      const box = root.querySelector(`#area-${CSS.escape(label.getAttribute("data-area") ?? "")}`);
      label.classList.toggle("is-chosen", box instanceof HTMLInputElement && box.checked);
    }
  };
  root.addEventListener("change", mirror);
  mirror();
}
