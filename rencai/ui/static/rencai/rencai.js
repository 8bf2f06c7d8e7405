// Comfort on top of pages that work without it: theme, keyboard, forms that send themselves.
"use strict";

(() => {
  const root = document.documentElement;

  const stored = () => {
    try { return localStorage.getItem("rencai-theme"); } catch { return null; }
  };
  const preferred = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const show = (theme) => root.setAttribute("data-bs-theme", theme);
  // Before the first paint, so that a dark page never flashes white.
  show(stored() || preferred());

  const offerTheme = (button) => {
    const label = () => { button.textContent = root.getAttribute("data-bs-theme") === "dark" ? "浅色" : "深色"; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      show(theme);
      label();
      try { localStorage.setItem("rencai-theme", theme); } catch { /* private window: the choice lasts for the page */ }
    });
  };

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-rows] [data-row] a.row-link")];
    if (!rows.length) return false;
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus();
    return true;
  };

  const search = () => document.querySelector("[data-search]") || document.getElementById("site-search");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "/" && search()) {
      event.preventDefault();
      search().focus();
    } else if ((event.key === "ArrowDown" && move(1)) || (event.key === "ArrowUp" && move(-1))) {
      event.preventDefault();
    }
  });

  // A list of choices that sends its form when changed; without scripts the button beside it does.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(offerTheme);
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  });
})();
