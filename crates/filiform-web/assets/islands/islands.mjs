// Finds the parts of a page that an island helps, and starts it once for each.

const ISLANDS = ["retention-timer", "live-form", "body-tap", "body", "theme-toggle", "autosave", "print"];

/** @type {WeakSet<Element>} */
const started = new WeakSet();

/**
 * Starts every island below a root that has not been started.
 * @param {ParentNode} root
 */
export async function startIslands(root) {
  /** @type {Promise<void>[]} */
  const starting = [];
  for (const element of root.querySelectorAll("[data-island]")) {
    const name = element.getAttribute("data-island") ?? "";
    if (started.has(element) || !ISLANDS.includes(name)) continue;
    started.add(element);
    starting.push(import(`./${name}.mjs`).then((island) => island.start(element)));
  }
  if (root.querySelector("form[data-live]")) {
    const live = await import("./live-form.mjs");
    live.start(startIslands);
  }
  await Promise.all(starting);
}

await startIslands(document);
