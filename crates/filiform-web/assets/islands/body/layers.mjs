// The choice of what the body shows, and the legend of it in words.

import { make, segments, tick } from "./dom.mjs";

/** @import { Filter } from "./named-points.mjs" */

/** @typedef {"none" | "muscle" | "dermatome" | "hazard" | "change"} SkinChoice */

/**
 * @typedef {object} Settings
 * @property {SkinChoice} skin
 * @property {boolean} points
 * @property {Filter} filter
 * @property {boolean} pain
 * @property {boolean} earlier
 * @property {boolean} planned
 * @property {boolean} in
 * @property {boolean} last
 * @property {boolean} pins
 * @property {boolean} stopped
 */

/** @typedef {{ words: string, look: string }} LegendItem */

/** @type {[keyof Filter, string][]} */
const SEARCHES = [
  ["region", "Region"],
  ["nerve", "Nerve"],
  ["segment", "Segment"],
  ["muscle", "Muscle"],
];

/** @returns {Settings} */
export function defaults() {
  return {
    skin: "none",
    points: false,
    filter: { region: "", nerve: "", segment: "", muscle: "" },
    pain: true,
    earlier: false,
    planned: true,
    in: true,
    last: false,
    pins: true,
    stopped: true,
  };
}

/**
 * @param {string} key keeps the names of the fields apart
 * @param {Settings} settings changed in place
 * @param {(what: "skin" | "points" | "pain" | "marks") => void} changed
 */
export function createLayers(key, settings, changed) {
  const skin = segments(
    {
      legend: "The skin shows",
      name: `body-skin-${key}`,
      value: settings.skin,
      options: [
        { value: "none", words: "Nothing" },
        { value: "muscle", words: "Muscles" },
        { value: "dermatome", words: "Dermatomes" },
        { value: "hazard", words: "Hazards" },
        { value: "change", words: "Change since last time" },
      ],
    },
    (value) => {
      settings.skin = /** @type {SkinChoice} */ (value);
      changed("skin");
    },
  );
  const box = (/** @type {string} */ words, /** @type {"points" | "pain" | "earlier" | "planned" | "in" | "last" | "pins" | "stopped"} */ name) =>
    tick(words, settings[name], (checked) => {
      settings[name] = checked;
      changed(name === "stopped" ? "skin" : name === "points" ? "points" : name === "pain" || name === "earlier" ? "pain" : "marks");
      search.element.hidden = !settings.points;
    });
  const search = createSearch(key, settings, () => changed("points"));
  const boxes = make(
    "fieldset",
    { class: "body-ticks" },
    make("legend", { text: "On the body" }),
    box("Planned needles", "planned"),
    box("Needles in, with minutes", "in"),
    box("Needles of the last session", "last"),
    box("Depth and angle", "pins"),
    box("Where no needle may go", "stopped"),
    box("Pain drawing", "pain"),
    box("Earlier pain drawing", "earlier"),
    box("Named points", "points"),
  );
  const element = make(
    "details",
    { class: "body-more body-layers" },
    make("summary", { text: "Layers" }),
    make("div", { class: "body-layer-choices" }, skin, boxes, search.element),
  );
  return { element, setOffers: search.setOffers, setCount: search.setCount };
}

/**
 * One search field with suggestions for each way to find points.
 * @param {string} key
 * @param {Settings} settings
 * @param {() => void} changed
 */
function createSearch(key, settings, changed) {
  const count = make("p", { class: "quiet", role: "status" });
  const fields = SEARCHES.map(([name, words]) => {
    const id = `body-find-${name}-${key}`;
    const list = make("datalist", { id: `${id}-list` });
    const input = make("input", { type: "search", id, list: list.id, autocomplete: "off", value: settings.filter[name] });
    input.addEventListener("input", () => {
      settings.filter[name] = input.value;
      changed();
    });
    return { name, list, element: make("div", { class: "field" }, make("label", { for: id, text: words }), input, list) };
  });
  const element = make(
    "fieldset",
    { class: "body-search" },
    make("legend", { text: "Only points of" }),
    make("div", { class: "field-row" }, ...fields.map((field) => field.element)),
    count,
  );
  element.hidden = !settings.points;
  return {
    element,
    setOffers(/** @type {Record<keyof Filter, string[]>} */ offers) {
      for (const { name, list } of fields) list.replaceChildren(...offers[name].map((value) => make("option", { value })));
    },
    setCount(/** @type {number} */ points) {
      count.textContent = points === 1 ? "1 point" : `${points} points`;
    },
  };
}

export function createLegend() {
  const title = make("p", { class: "body-legend-title" });
  const list = make("ul", { class: "body-legend-items" });
  const lines = make("div", { class: "body-legend-lines" });
  const element = make("div", { class: "body-legend" }, title, list, lines);
  element.hidden = true;
  return {
    element,
    /**
     * @param {string} words
     * @param {LegendItem[]} items
     * @param {string[]} [sentences]
     */
    show(words, items, sentences = []) {
      title.textContent = words;
      list.replaceChildren(
        ...items.map((item) => make("li", {}, make("span", { class: `swatch is-${item.look}`, "aria-hidden": "true" }), item.words)),
      );
      lines.replaceChildren(...sentences.map((text) => make("p", { text })));
      element.hidden = false;
    },
    hide: () => (element.hidden = true),
  };
}
