/* Passkeys: the browser's own window asks its person, and what the device answers is sent with the form. Without script,
   or in a browser that knows no passkeys, the buttons are not there; every other way in still is. */
"use strict";
(() => {
  const known = window.PublicKeyCredential;
  if (!known?.parseRequestOptionsFromJSON || !known.parseCreationOptionsFromJSON) return;

  async function answered(form) {
    const asked = await fetch(form.dataset.ask, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    });
    if (!asked.ok) throw new Error(`${asked.status}`);
    const question = await asked.json();
    const given = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(question) })
      : await navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(question) });
    return JSON.stringify(given);
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const says = form.querySelector("[role=status]");
    let asking = false;
    form.hidden = false;
    document.querySelectorAll(".passkey-none").forEach((words) => { words.hidden = true; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation(); // pressing again after "no" is not sending twice
      if (asking) return;
      asking = true;
      says.textContent = "";
      answered(form)
        .then((answer) => { form.elements.answer.value = answer; form.submit(); })
        .catch(() => { says.textContent = form.dataset.failed; asking = false; });
    });
  }
})();
