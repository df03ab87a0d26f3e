/* Asks again while an import runs, soon and often at first: most files are read in less than a second. Shows the new page when
   something changed; a page that says how far it is (`data-running`) is sent again only then. Without script a link does it. */
"use strict";
(() => {
  const SOONEST_MS = 50;
  const OFTEN = 16;
  const LONGER_EACH = 1.25;
  const LATEST_MS = 2000;
  const GIVE_UP_AFTER = 160;
  const NOTHING_NEW = 204;
  let asked = 0;

  async function ask() {
    asked += 1;
    const address = new URL(location.href);
    const still = document.querySelector("[data-running]").dataset.running;
    if (still) address.searchParams.set("still", still);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.status === NOTHING_NEW) return;
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
    const pause = SOONEST_MS * LONGER_EACH ** Math.max(0, asked - OFTEN);
    setTimeout(() => ask().catch(() => undefined).finally(again), Math.min(LATEST_MS, pause));
  }
  again();
})();
