// Counts down to the instant that the server rendered, and up again once it has passed.
// A tablet's own clock may be wrong: what counts is what the server said was left when it drew
// the page, and the time that has passed here since.

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
 * What the server said was left, in milliseconds; negative once it is over.
 * @param {string} time for example `08:40`
 * @param {boolean} isLate
 */
export function leftWhenDrawn(time, isLate) {
  const seconds = time.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return (isLate ? -seconds : seconds) * 1_000;
}

/**
 * @param {Element} root holds `time[datetime]`, the word and, on one page, the announcement
 * @param {() => number} now
 */
export function start(root, now = Date.now) {
  const time = root.querySelector("time");
  const word = root.querySelector("[data-word]");
  const announce = root.querySelector("[data-announce]");
  if (!time || !word) return undefined;
  const dueAtMs = now() + leftWhenDrawn(time.textContent ?? "", word.textContent === "OVERDUE");
  if (Number.isNaN(dueAtMs)) return undefined;
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
