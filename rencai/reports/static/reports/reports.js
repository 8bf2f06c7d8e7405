// Comfort for reports: a clicked figure opens beside the text, a chosen figure lands at the cursor.
"use strict";

document.addEventListener("click", (event) => {
  const figure = event.target.closest("article.official a.figure");
  const inspector = document.getElementById("inspector");
  if (figure && inspector && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    document.querySelectorAll("a.figure[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    figure.setAttribute("aria-current", "true");
    window.htmx.ajax("GET", figure.getAttribute("href"), { target: "#inspector", swap: "innerHTML" })
      .then(() => inspector.scrollIntoView({ block: "nearest" }));
    return;
  }
  const insert = event.target.closest("[data-insert]");
  const text = document.getElementById("id_text");
  if (insert && text) {
    text.focus();
    text.setRangeText(insert.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const line = event.target.closest("[data-line]");
  if (line && text) {
    event.preventDefault();
    const before = text.value.split("\n").slice(0, Number(line.dataset.line) - 1).join("\n");
    const start = before.length + (before ? 1 : 0);
    const end = text.value.indexOf("\n", start);
    text.focus();
    text.setSelectionRange(start, end < 0 ? text.value.length : end);
  }
});

// Leaving with unsaved words asks first.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
});
