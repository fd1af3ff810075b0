// Sends a tap without leaving the page: marks it at once, then shows what the server answered.
// Taps are sent one after the other, each through the form of the newest page, so that none
// rests on a count that is already old.

/**
 * @typedef {object} Tap
 * @property {string} formId
 * @property {string} action
 * @property {URLSearchParams} body
 * @property {HTMLFormElement} form
 * @property {HTMLElement | null} submitter
 */

/** @type {Tap[]} */
const waiting = [];
let isSending = false;
let isListening = false;
/** @type {(root: ParentNode) => void} */
let restart = () => {};

/**
 * @param {(root: ParentNode) => void} startIslands starts the islands of what was swapped in
 */
export function start(startIslands) {
  restart = startIslands;
  if (isListening) return;
  isListening = true;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-live")) return;
    event.preventDefault();
    const submitter = event instanceof SubmitEvent ? event.submitter : null;
    const isAlreadyWaiting = form.id !== "" && waiting.some((tap) => tap.formId === form.id);
    if (isAlreadyWaiting) return;
    waiting.push({ formId: form.id, action: form.action, body: fields(form, submitter), form, submitter });
    mark(form);
    void send();
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function fields(form, submitter) {
  const data = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value === "string") data.append(name, value);
  }
  return data;
}

/**
 * Shows that a tap was taken before the server has confirmed it.
 * @param {HTMLFormElement} form
 */
function mark(form) {
  for (const button of document.querySelectorAll("button")) {
    if (button.form !== form) continue;
    button.setAttribute("aria-busy", "true");
    button.closest(".dot")?.classList.add("is-pending");
  }
}

async function send() {
  if (isSending) return;
  isSending = true;
  for (let tap = waiting[0]; tap; tap = waiting[0]) {
    const fresh = tap.formId ? document.getElementById(tap.formId) : null;
    if (fresh instanceof HTMLFormElement && fresh !== tap.form) refresh(tap.body, fresh);
    try {
      const response = await fetch(tap.action, { method: "POST", body: tap.body });
      if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error("no page");
      show(await response.text(), response);
      waiting.shift();
    } catch {
      // The tap is not lost: the browser sends the form the plain way and shows the result.
      waiting.length = 0;
      isSending = false;
      if (!tap.form.isConnected) return location.reload();
      tap.form.removeAttribute("data-live");
      return tap.form.requestSubmit(tap.submitter);
    }
  }
  isSending = false;
}

/**
 * Takes the hidden fields of the newest page; what was typed stays.
 * @param {URLSearchParams} body
 * @param {HTMLFormElement} fresh
 */
function refresh(body, fresh) {
  for (const name of ["csrf", "expected_version"]) {
    const field = fresh.elements.namedItem(name);
    if (field instanceof HTMLInputElement) body.set(name, field.value);
  }
}

/**
 * Carries the bodies that live on the old page over, before anything is measured: the drawn charts that
 * they stand for are never laid out.
 * @param {Element} old
 * @param {Element} main
 */
function keepBodies(old, main) {
  for (const chart of old.querySelectorAll(".body-chart.is-live[data-body-key]")) {
    const key = CSS.escape(chart.getAttribute("data-body-key") ?? "");
    const heir = main.querySelector(`.body-chart[data-body-key="${key}"]`);
    const live = chart.querySelector(".body-live");
    if (!heir || !live) continue;
    heir.classList.add("is-live");
    heir.prepend(live);
  }
}

/**
 * Swaps the main part and keeps the scroll, the focus and what was opened.
 * @param {string} text
 * @param {Response} response
 */
function show(text, response) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("main");
  const old = document.querySelector("main");
  if (!main || !old) throw new Error("no main part");
  const focused = document.activeElement;
  const focusId = focused instanceof HTMLElement ? focused.id : "";
  const top = scrollY;
  keepBodies(old, main);
  old.replaceWith(document.adoptNode(main));
  document.title = page.title;
  if (response.redirected) history.replaceState(null, "", response.url);
  scrollTo({ top, behavior: "instant" });
  const target = focusId ? document.getElementById(focusId) : null;
  (target ?? main.querySelector(".button.primary") ?? main).focus({ preventScroll: true });
  for (const later of waiting.slice(1)) {
    const form = later.formId ? document.getElementById(later.formId) : null;
    if (form instanceof HTMLFormElement) mark(form);
  }
  restart(main);
  const alert = main.querySelector("[role=alert]");
  if (alert instanceof HTMLElement) alert.scrollIntoView({ block: "center" });
}
