/* Keys of the desk. Whatever says `aria-keyshortcuts="Alt+N"` answers to it: a list is gone to, the rest is pressed.
   In a list J and K go down and up, and T takes; they work inside it only, so that no key is lost to whoever speaks to
   their browser. Without script everything is a link or a button. */
"use strict";
(() => {
  const STEPS = { j: 1, k: -1 };
  const shortcuts = new Map(
    [...document.querySelectorAll("[aria-keyshortcuts^='Alt+']")].map((one) => [
      `Key${one.getAttribute("aria-keyshortcuts").slice(4)}`,
      one,
    ]),
  );

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const one = shortcuts.get(event.code);
    if (!one) return;
    event.preventDefault();
    if (one.matches("[data-keys]")) {
      one.querySelector("tbody th a")?.focus();
    } else {
      one.focus();
      one.click();
    }
  });

  for (const list of document.querySelectorAll("[data-keys]")) {
    list.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const row = event.target.closest("tbody tr");
      if (!row) return;
      const key = event.key.toLowerCase();
      if (key in STEPS) {
        const next = STEPS[key] > 0 ? row.nextElementSibling : row.previousElementSibling;
        next?.querySelector("th a")?.focus();
        event.preventDefault();
      } else if (key === "t") {
        row.querySelector("td.act button")?.click();
        event.preventDefault();
      }
    });
  }
})();
