// Sets the theme that was chosen before the page is painted.

const KEY = "filiform-theme";

/** @returns {string | null} the chosen theme, or nothing to follow the system */
export function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} theme */
export function choose(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice holds for this page only.
  }
}

const theme = chosen();
if (theme && !document.documentElement.dataset.theme) document.documentElement.dataset.theme = theme;
