// Makes elements without markup in strings.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | boolean | null | undefined} Value */
/** @typedef {Node | string | null | false | undefined} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, Value>} [attributes] `class`, `text` and attributes; what is false or missing is left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  dress(element, attributes, children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, Value>} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  dress(element, attributes, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, Value>} attributes
 * @param {Child[]} children
 */
function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") element.textContent = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * A button that does something when it is pressed.
 * @param {string} words
 * @param {() => void} press
 * @param {Record<string, Value>} [attributes]
 */
export function button(words, press, attributes = {}) {
  const element = make("button", { type: "button", class: "button", text: words, ...attributes });
  element.addEventListener("click", press);
  return element;
}

/**
 * A choice of one among several, as a row of segments.
 * @param {{ legend: string, name: string, options: { value: string, words: string }[], value: string }} choice
 * @param {(value: string) => void} chosen
 */
export function segments({ legend, name, options, value }, chosen) {
  const row = make("div", { class: "segment-row" });
  for (const option of options) {
    const input = make("input", { type: "radio", name, value: option.value, checked: option.value === value });
    input.addEventListener("change", () => chosen(option.value));
    row.append(make("label", { class: "segment" }, input, make("span", { text: option.words })));
  }
  return make("fieldset", { class: "segments" }, make("legend", { text: legend }), row);
}

/**
 * A box to tick.
 * @param {string} words
 * @param {boolean} checked
 * @param {(checked: boolean) => void} changed
 */
export function tick(words, checked, changed) {
  const input = make("input", { type: "checkbox", checked });
  input.addEventListener("change", () => changed(input.checked));
  return make("div", { class: "tick" }, make("label", {}, input, make("span", { text: words })));
}

/**
 * A slider with its words at both ends.
 * @param {{ words: string, ends: [string, string], min: number, max: number, step: number, value: number }} scale
 * @param {(value: number) => void} changed
 */
export function slider({ words, ends, ...range }, changed) {
  const input = make("input", { type: "range", ...range });
  input.addEventListener("input", () => changed(Number(input.value)));
  const row = make("div", { class: "slider-row" }, make("span", { text: ends[0] }), input, make("span", { text: ends[1] }));
  return { element: make("label", { class: "slider" }, make("span", { text: words }), row), input };
}
