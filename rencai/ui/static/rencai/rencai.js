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

  // The box in the head of a list of boxes ticks all of them.
  const offerAll = (head) => {
    const boxes = [...head.closest("table").querySelectorAll("tbody input[type=checkbox]")];
    if (boxes.length < 2) return;
    const all = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input" });
    all.setAttribute("aria-label", "全选本页");
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && !all.checked;
    };
    all.addEventListener("change", () => {
      const wanted = all.checked;
      boxes.forEach((box) => {
        if (box.checked === wanted) return;
        box.checked = wanted;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
    head.replaceChildren(all);
  };

  // Ticks last while a list is searched and its pages are turned; those of other pages are sent with the form.
  const keepTicks = (form) => {
    const name = form.dataset.keepTicks;
    const key = `rencai-ticks ${location.pathname}`;
    const boxes = [...form.querySelectorAll(`input[type=checkbox][name=${name}]`)];
    const here = new Set(boxes.map((box) => box.value));
    const sent = [...form.querySelectorAll(`input[type=hidden][name=${name}]`)];
    const kept = new Set(sent.map((input) => input.value));
    try { JSON.parse(sessionStorage.getItem(key) || "[]").forEach((value) => kept.add(value)); } catch { /* none kept */ }
    sent.forEach((input) => input.remove());
    boxes.forEach((box) => { box.checked = box.checked || kept.has(box.value); });
    const elsewhere = () => [...kept].filter((value) => !here.has(value));
    const tell = () => {
      boxes.forEach((box) => (box.checked ? kept.add(box.value) : kept.delete(box.value)));
      try { sessionStorage.setItem(key, JSON.stringify([...kept])); } catch { /* private window: ticks last for the page */ }
      const line = form.querySelector("[data-elsewhere]");
      line.hidden = !elsewhere().length;
      line.querySelector("[data-count]").textContent = elsewhere().length;
    };
    form.addEventListener("change", tell);
    form.querySelector("[data-forget]").addEventListener("click", () => {
      elsewhere().forEach((value) => kept.delete(value));
      tell();
    });
    form.addEventListener("submit", () => {
      elsewhere().forEach((value) => {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      });
      try { sessionStorage.removeItem(key); } catch { /* nothing was kept */ }
    });
    tell();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-keep-ticks]").forEach(keepTicks);
    document.querySelectorAll("[data-tick-all]").forEach(offerAll);
    document.querySelectorAll("[data-theme-toggle]").forEach(offerTheme);
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  });
})();
