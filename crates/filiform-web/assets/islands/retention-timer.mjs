// Counts down to the instant that the server rendered, and up again once it has passed.

/**
 * The words of a clock.
 * @param {number} leftMs what is left; negative once it is over
 * @returns {{ word: string, time: string, isLate: boolean }}
 */
export function reading(leftMs) {
  const isLate = leftMs <= 0;
  const seconds = isLate ? Math.floor(-leftMs / 1_000) : Math.ceil(leftMs / 1_000);
  const minutes = Math.floor(seconds / 60);
  const time = `${String(minutes).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
  return { word: isLate ? "OVERDUE" : "left", time, isLate };
}

/**
 * @param {Element} root holds `time[datetime]`, the word and, on one page, the announcement
 * @param {() => number} now
 */
export function start(root, now = Date.now) {
  const time = root.querySelector("time");
  const word = root.querySelector("[data-word]");
  const announce = root.querySelector("[data-announce]");
  const dueAtMs = Date.parse(time?.dateTime ?? "");
  if (!time || !word || Number.isNaN(dueAtMs)) return undefined;
  let announced = "";

  const tick = () => {
    if (!root.isConnected) return clearInterval(timer);
    const shown = reading(dueAtMs - now());
    time.textContent = shown.time;
    word.textContent = shown.word;
    root.toggleAttribute("data-late", shown.isLate);
    const minutes = Math.ceil((dueAtMs - now()) / 60_000);
    const words = shown.isLate ? "Overdue. Take the needles out." : `${minutes} minutes left.`;
    // Every minute would be a nuisance: five, one, and the end are said.
    if (announce && words !== announced && (shown.isLate || minutes === 5 || minutes === 1)) {
      announce.textContent = words;
      announced = words;
    }
  };
  const timer = setInterval(tick, 1_000);
  tick();
  return timer;
}
