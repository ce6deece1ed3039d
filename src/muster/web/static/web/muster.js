// Comfort only: every page works without this file.
(function () {
  "use strict";

  var changed = new WeakSet();

  function clock() {
    return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function say(source, state, text) {
    var form = source.closest ? source.closest("form") : null;
    var line = (form || document).querySelector("[data-save-status]");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = text;
  }

  // A page that refreshes itself waits while somebody is in the middle of something on it.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var live = event.target;
    if (live.id !== "live") return;
    var busy = live.querySelector("details[open]") || live.contains(document.activeElement);
    if (busy) event.preventDefault();
  });

  // Saving in the background says where it stands, also when it fails.
  document.addEventListener("htmx:beforeRequest", function (event) {
    say(event.target, "saving", "Saving…");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!event.detail.successful) return;
    say(event.target, "saved", "Saved at " + clock() + ".");
    var form = event.target.closest("form");
    if (form) changed.delete(form);
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      say(event.target, "failed", "Not saved. What you typed is still here; try again.");
    });
  });

  // A form marked data-guard asks before its unsent text is thrown away.
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-guard")) changed.add(form);
  });
  window.addEventListener("beforeunload", function (event) {
    var unsent = Array.prototype.some.call(document.forms, function (form) {
      return changed.has(form);
    });
    if (unsent) event.preventDefault();
  });

  // A second press within five seconds would send the same form twice.
  document.addEventListener("submit", function (event) {
    // Partial updates are htmx's to pace, and may still fail with the text unsent.
    if (event.defaultPrevented) return;
    var form = event.target;
    var sent = Number(form.dataset.sentAt || 0);
    if (Date.now() - sent < 5000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(Date.now());
    changed.delete(form);
  });
})();
