/* Keys for a list of homes: J and K go down and up, T takes. They work inside the list only, so that no key is lost to
   whoever speaks to their browser. Without script everything is a link or a button. */
"use strict";
(() => {
  const STEPS = { j: 1, k: -1 };

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
