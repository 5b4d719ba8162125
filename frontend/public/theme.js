// Before anything is drawn: the theme that was chosen here, or else the device's, and the way that one reads.
(() => {
  const page = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // as where cookies are switched off
    }
  };
  const theme = kept("wexstream.theme");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const chosen = theme === "light" || theme === "dark";
  page.dataset.theme = chosen ? theme : dark ? "dark" : "light";
  if (kept("wexstream.language") === "ar") page.dir = "rtl";
})();
