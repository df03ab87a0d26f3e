/* A form is sent once: pressing again while the answer is on its way changes nothing. Without script it is sent again. */
"use strict";
(() => {
  const FORGET_AFTER_MS = 10000;
  let sent = new WeakMap();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (event.timeStamp - (sent.get(form) ?? -Infinity) < FORGET_AFTER_MS) event.preventDefault();
    else sent.set(form, event.timeStamp);
  });
  addEventListener("pageshow", () => { sent = new WeakMap(); }); // also when the back button brings the page as it was
})();
