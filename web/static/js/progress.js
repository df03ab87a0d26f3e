/* Asks again while an import runs, soon and often at first: most files are read in less than a second. Shows the new page when
   something changed. Without script a link does it. */
"use strict";
(() => {
  const SOONEST_MS = 120;
  const LONGER_EACH = 1.25;
  const LATEST_MS = 2000;
  const GIVE_UP_AFTER = 150;
  let asked = 0;

  async function ask() {
    asked += 1;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("main");
    const shown = document.querySelector("main");
    if (!fresh || fresh.innerHTML === shown.innerHTML) return;
    shown.replaceWith(document.adoptNode(fresh));
    document.title = page.title;
    const heading = fresh.querySelector("h1");
    if (!fresh.querySelector("[data-running]") && heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  function again() {
    if (!document.querySelector("[data-running]") || asked >= GIVE_UP_AFTER) return;
    setTimeout(() => ask().catch(() => undefined).finally(again), Math.min(LATEST_MS, SOONEST_MS * LONGER_EACH ** asked));
  }
  again();
})();
