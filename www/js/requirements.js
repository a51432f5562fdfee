/**
 * Says so where this browser lacks what the page needs. A plain script in the JavaScript of 2009, so that every browser understands it.
 * What is looked for is what came last into the browsers, or can be switched off: README.md names the versions that have all of it.
 */
(function () {
  "use strict";

  /** A module of one function with two SIMD instructions: i8x16.splat and i8x16.popcnt. */
  var SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

  /** @type {[name: string, has: () => unknown][]} */
  var needs = [
    ["WebAssembly", function () { return WebAssembly.instantiate; }],
    ["WebAssembly SIMD", function () { return WebAssembly.validate(new Uint8Array(SIMD)); }],
    ["Promise.withResolvers", function () { return Promise.withResolvers; }],
    ["Array.prototype.toSorted", function () { return Array.prototype.toSorted; }],
    ["light-dark() in CSS", function () { return CSS.supports("color", "light-dark(#000, #fff)"); }],
    [":has() in CSS", function () { return CSS.supports("selector(:has(a))"); }],
    ["ARIA attributes as properties", function () { return "role" in Element.prototype && "ariaPressed" in Element.prototype; }],
    ["requestVideoFrameCallback", function () { return "requestVideoFrameCallback" in HTMLVideoElement.prototype; }],
    ["OffscreenCanvas", function () { return "convertToBlob" in OffscreenCanvas.prototype; }],
    ["createImageBitmap", function () { return "createImageBitmap" in window; }],
    ["workers", function () { return "Worker" in window; }],
  ];
  // An insecure page lacks these in every browser; it is told so by Pupil itself.
  if (isSecureContext !== false) {
    needs.push(["Web Locks", function () { return navigator.locks.request; }]);
    needs.push(["Web Crypto", function () { return "randomUUID" in crypto && "subtle" in crypto; }]);
  }

  var missing = needs.filter(lacks).map(function (need) { return need[0]; });
  if (missing.length > 0) tell();

  /** @param {[name: string, has: () => unknown]} need */
  function lacks(need) {
    try {
      return !need[1]();
    } catch (error) {
      return true;
    }
  }

  function tell() {
    var start = /** @type {HTMLElement} */ (document.getElementById("start"));
    var part = function (/** @type {string} */ name) { return /** @type {HTMLElement} */ (start.querySelector('[data-part="' + name + '"]')); };
    part("title").textContent = "This browser cannot run Pupil";
    part("text").textContent = "Update it, or open this page in another: Chrome or Edge from version 123 on, Firefox from 132, Safari from 17.5. "
      + "If yours is as new as that, something is switched off: Lockdown Mode does so, for one. Missing here: " + missing.join(", ") + ".";
    part("bar").hidden = true;
    start.setAttribute("role", "alert");
  }
})();
