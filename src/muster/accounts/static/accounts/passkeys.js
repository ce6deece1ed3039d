// Passkeys need a script. Where the browser cannot use them, the button is not shown at all; where
// it refuses one, a sentence says what else there is.
(function () {
  "use strict";

  // A passkey belongs to a name; the standard knows none for a bare address such as 127.0.0.1.
  var bare = /^[\d.]+$|:/.test(window.location.hostname);
  var able = Boolean(window.PublicKeyCredential) && !bare;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-passkey]").forEach(function (part) {
      part.hidden = !able;
    });
    document.querySelectorAll("[data-no-passkey]").forEach(function (part) {
      part.hidden = able;
    });
  });

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    var line = document.getElementById("passkey-problem");
    if (!line) return;
    line.hidden = false;
    line.textContent =
      event.detail.exception && event.detail.exception.name === "NotAllowedError"
        ? "The passkey was not used: it was cancelled, it took too long, or this device has none for this hub. Try again, or choose another way."
        : "This passkey cannot be used here. Choose another way.";
  });
})();
