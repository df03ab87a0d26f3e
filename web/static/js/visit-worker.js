/* A visit that was closed opens again without a signal: as the empty form, on which visit.js writes what is not sent yet.
   Nothing of any home is ever put on this shelf. visit.js puts there one page without data and the files it needs, and
   takes them away at sign-out; this answers with them, only for the form of a visit, only where the network does not. */
"use strict";
const SHELF = "greener-homes-visits";
const EMPTY_FORM = "/desk/visits/without-signal";
const VISIT = /^\/desk\/visits\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FILES = /^\/(assets|static)\//;
const PATIENCE_MS = 10000;

const kept = (request) => caches.match(request, { cacheName: SHELF });
const late = () => new Promise((_, refuse) => { setTimeout(refuse, PATIENCE_MS); });

async function page(request) {
  const coming = fetch(request);
  try {
    return await Promise.race([coming, late()]);
  } catch {
    const form = await kept(EMPTY_FORM);
    if (!form) return coming;
    coming.catch(() => {}); // whatever comes now, the form is there
    return form;
  }
}

addEventListener("install", () => { skipWaiting(); });
addEventListener("activate", (event) => { event.waitUntil(clients.claim()); });
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && VISIT.test(pathname)) event.respondWith(page(request));
  else if (FILES.test(pathname)) event.respondWith(fetch(request).catch(async () => (await kept(request)) ?? Response.error()));
});
