/* Notes of a visit are kept on this device while they are written, and sent when there is a signal. What two devices
   wrote is brought together by the server; the copy here goes once the server has it, and at sign-out. Without script
   the button "Save" does the same. A form that was opened is put on a shelf, empty, so that it opens again without a
   signal (visit-worker.js): of what is written nothing is ever put there. */
"use strict";
(() => {
  const PREFIX = "greener-homes-visit:", SHELF = "greener-homes-visits", VISITS = "/desk/visits/";
  const KEEP_AFTER_MS = 300, SEND_AFTER_MS = 2500, AGAIN_AFTER_MS = 20000, FORGET_AFTER_MS = 14 * 24 * 3600 * 1000;
  const NOT_ANSWERS = new Set(["csrf_token", "version", "next", "move"]);
  const leaving = document.currentScript.dataset.leaving;

  const store = (() => {
    try {
      localStorage.setItem(PREFIX, "");
      localStorage.removeItem(PREFIX);
      return localStorage;
    } catch {
      return null; // private windows of some browsers: the page works as it does without script
    }
  })();
  if (!store) return;
  const copies = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));
  const copy = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };

  for (const key of copies()) {
    if (!(copy(key)?.at > Date.now() - FORGET_AFTER_MS)) store.removeItem(key);
  }
  document.addEventListener("submit", (event) => {
    if (!new URL(event.target.action, location).pathname.endsWith("/sign-out")) return;
    if (copies().length && !confirm(leaving)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    copies().forEach((key) => store.removeItem(key));
    globalThis.caches?.delete(SHELF);
    navigator.serviceWorker?.getRegistration(VISITS).then((one) => one?.unregister());
  }, true);

  const form = document.querySelector("form[data-visit]:not([data-read-only])");
  if (!form) return;
  const isEmpty = !form.dataset.visit; // the form of no visit, from the shelf: the address says of which
  const VISIT = form.dataset.visit || location.pathname.slice(VISITS.length);
  const action = `${VISITS}${VISIT}`;
  const KEY = `${PREFIX}${form.dataset.owner}:${VISIT}`;
  const status = document.getElementById("keeping");
  for (const key of copies()) { // another coach's notes are nobody's business here
    if (!key.startsWith(`${PREFIX}${form.dataset.owner}:`)) store.removeItem(key);
  }
  let version = Number(form.elements.version.value);
  let keeping = 0, next = 0, queue = Promise.resolve(true);

  const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const time = (at) => {
    const when = new Date(at), minutes = String(when.getMinutes()).padStart(2, "0");
    return document.documentElement.lang === "fr" ? `${when.getHours()} h ${minutes}` : `${when.getHours()}:${minutes}`;
  };
  const say = (what, at = Date.now()) => { status.textContent = status.dataset[what].replace("{time}", time(at)); };

  function read() {
    const said = {};
    for (const [name, value] of new FormData(form)) {
      if (!NOT_ANSWERS.has(name)) said[name] = name in said ? `${said[name]} ${value}` : value;
    }
    return said;
  }

  function write(name, value) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (isEmpty && value && field.closest("details")) field.closest("details").open = true;
      if (field.type === "checkbox") field.checked = value.split(" ").includes(field.value);
      else field.value = value;
    }
  }

  function keep() {
    clearTimeout(keeping);
    try {
      store.setItem(KEY, JSON.stringify({ version, said: read(), at: Date.now() }));
      say("kept");
    } catch {
      send(); // the device is full: the server is the only place left
    }
  }

  function later(ms) {
    clearTimeout(next);
    next = setTimeout(send, ms);
  }

  /* True once the server has all that is written here. One after the other: each is written on what the last gave. */
  function send() {
    queue = queue.then(sendNow);
    return queue;
  }

  async function sendNow() {
    clearTimeout(next);
    const said = read();
    try {
      if (isEmpty && !form.elements.csrf_token.value && !(await renewed())) {
        say("signIn");
        later(AGAIN_AFTER_MS);
        return false;
      }
      const body = new URLSearchParams(new FormData(form));
      body.set("version", version);
      if (version < 0) unasked(body);
      const headers = { Accept: "application/json" };
      const answer = await fetch(action, { method: "POST", body, headers, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 400) {
        say("signIn");
        if (await renewed()) later(0);
        else later(AGAIN_AFTER_MS);
      } else if (answer.ok) {
        return stands(await answer.json(), said);
      } else if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
        status.textContent = (await answer.json()).said; // it stays on this device
      } else {
        say("away");
        later(AGAIN_AFTER_MS);
      }
    } catch {
      say("away");
      later(AGAIN_AFTER_MS);
    }
    return false;
  }

  /* On an empty form a unit that nobody chose says nothing: the server's stays. */
  function unasked(body) {
    for (const name of [...body.keys()]) {
      if (name.endsWith("_unit") && !body.get(name.slice(0, -"_unit".length))) body.delete(name);
    }
  }

  /* Whoever signed in again has another token: the page is asked for it. */
  async function renewed() {
    const answer = await fetch(action, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-visit] [name=csrf_token]");
    if (!fresh || fresh.value === form.elements.csrf_token.value) return false;
    form.elements.csrf_token.value = fresh.value;
    return true;
  }

  function stands(told, sent) {
    const now = read();
    version = told.version;
    form.elements.version.value = version;
    for (const name of new Set([...Object.keys(told.answers), ...Object.keys(sent)])) {
      const untouched = tidy(now[name]) === tidy(sent[name]);
      if (untouched && tidy(told.answers[name]) !== tidy(now[name])) write(name, told.answers[name] ?? "");
    }
    mark(told.wrong);
    if (Object.keys({ ...now, ...sent }).some((name) => tidy(now[name]) !== tidy(sent[name]))) {
      keep();
      later(SEND_AFTER_MS);
      return false;
    }
    clearTimeout(keeping);
    store.removeItem(KEY);
    say(told.aside ? "two" : "saved");
    if (isEmpty) document.getElementById("whole").hidden = false;
    return true;
  }

  /* What is impossible is said beside its field, and no longer once it is mended. */
  function mark(wrong) {
    for (const field of form.querySelectorAll(".field")) {
      const input = field.querySelector("input[id], select[id], textarea[id]");
      if (!input || input.type === "checkbox") continue;
      const text = wrong[input.name];
      let message = field.querySelector(".message");
      field.classList.toggle("wrong", Boolean(text));
      input.toggleAttribute("aria-invalid", Boolean(text));
      if (!text) {
        message?.remove();
        input.removeAttribute("aria-describedby");
        continue;
      }
      if (!message) {
        message = document.createElement("p");
        message.className = "message";
        message.id = `${input.id}-error`;
        field.prepend(message);
      }
      input.setAttribute("aria-describedby", message.id);
      message.textContent = text;
    }
  }

  function changed() {
    clearTimeout(keeping);
    keeping = setTimeout(keep, KEEP_AFTER_MS);
    later(SEND_AFTER_MS);
  }
  form.addEventListener("input", changed);
  form.addEventListener("click", (event) => {
    const arrow = event.target.closest("button[name=move]");
    if (!arrow) return;
    event.preventDefault();
    const [place, way] = arrow.value.split("-");
    const there = Number(place) + (way === "up" ? -1 : 1);
    const [one, other] = [place, there].map((number) => form.elements[`concern_${number}`]);
    if (!one || !other) return;
    [one.value, other.value] = [other.value, one.value];
    (form.querySelector(`button[name=move][value="${there}-${way}"]`) ?? other).focus();
    changed();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation(); // it does not leave this page: it may be pressed again
    keep();
    const onwards = event.submitter?.value === "sign";
    if (await send() && onwards) location.assign(`${action}/sign`);
  });
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.target.method !== "post") return;
    event.preventDefault(); // photos, mostly: what was chosen stays chosen
    event.stopPropagation();
    say("away");
    status.scrollIntoView();
  }, true);
  addEventListener("online", () => { if (store.getItem(KEY)) send(); });
  addEventListener("pagehide", () => { if (keeping && store.getItem(KEY)) keep(); });

  const waiting = copy(KEY);
  if (waiting) {
    version = waiting.version;
    for (const name of new Set([...Object.keys(read()), ...Object.keys(waiting.said)])) write(name, waiting.said[name] ?? "");
    say("kept", waiting.at);
    send();
  } else if (isEmpty) {
    say("away");
  }
  if (isEmpty) document.querySelector("#whole a").href = action;
  else shelve();

  /* The empty form and the files it needs are on this device, no others. Where the browser has no shelf, none are. */
  async function shelve() {
    if (!form.dataset.empty || !globalThis.caches || !navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(form.dataset.worker, { scope: VISITS });
      const shelf = await caches.open(SHELF), { origin } = location;
      const files = performance.getEntriesByType("resource").map((one) => one.name)
        .filter((name) => name.startsWith(`${origin}/assets/`) || name.startsWith(`${origin}/static/`));
      const wanted = new Set([origin + form.dataset.empty, ...files]);
      for (const old of await shelf.keys()) if (!wanted.has(old.url)) await shelf.delete(old);
      await shelf.addAll([...wanted]);
    } catch {
      // no signal, or no room: the form stays as it is, and cannot be opened again without a signal
    }
  }
})();
