// Keeps what is typed into a form until it is sent, in this window only.

/** Fields that are never kept: they are the server's, not the writer's. */
const NOT_KEPT = new Set(["csrf", "expected_version", "idempotency_key"]);

/** @param {HTMLFormElement} form its `data-draft` names the draft */
export function start(form) {
  const key = `filiform-draft-${form.dataset.draft ?? form.action}`;
  const hasAnswer = form.querySelector("[aria-invalid]") !== null;
  if (!hasAnswer) restore(form, key);
  form.addEventListener("input", () => {
    /** @type {[string, string][]} */
    const kept = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NOT_KEPT.has(name)) kept.push([name, value]);
    }
    sessionStorage.setItem(key, JSON.stringify(kept));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 */
function restore(form, key) {
  const text = sessionStorage.getItem(key);
  if (!text) return;
  /** @type {[string, string][]} */
  const kept = JSON.parse(text);
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
      field.checked = kept.some(([name, value]) => name === field.name && value === field.value);
    } else if (field instanceof HTMLInputElement && field.type === "hidden") {
      continue;
    } else if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ) {
      const value = kept.find(([name]) => name === field.name)?.[1];
      if (value !== undefined && field.type !== "file") field.value = value;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
