// A table whose cells are changed in place: arrows walk, Enter or a press opens, Enter saves, Escape leaves.

import { nodes } from "./markup.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let back = null;

const cells = (row) => [...row.querySelectorAll("[data-cell]")];
const rows = (table) => [...table.querySelectorAll("tbody tr[data-ref]")].filter((row) => row.querySelector("[data-cell]"));
const found = (table, ref, name) => table?.querySelector(`tr[data-ref="${CSS.escape(ref)}"] [data-cell="${CSS.escape(name)}"]`);

// Only one cell is in the order of the Tab key; the arrows reach the others.
function ready(root) {
  for (const table of root.querySelectorAll(".lst-table")) {
    const all = [...table.querySelectorAll("[data-cell]")];
    if (all.length === 0) continue;
    all.forEach((cell, at) => cell.setAttribute("tabindex", at === 0 ? "0" : "-1"));
    all.forEach((cell) => cell.setAttribute("aria-description", "Enter changes it"));
  }
  for (const all of root.querySelectorAll("[data-all]")) all.hidden = false;
}

function focus(cell) {
  const table = cell.closest("table");
  table.querySelector("[data-cell][tabindex='0']")?.setAttribute("tabindex", "-1");
  cell.setAttribute("tabindex", "0");
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

async function open(cell) {
  const table = cell.closest("table");
  const others = table.querySelector("td.editing");
  if (others) leave(others);
  const question = new URLSearchParams({ ref: cell.closest("tr").dataset.ref, column: cell.dataset.cell });
  const answer = await fetch(`${table.dataset.cellUrl}?${question}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(location.href);
  cell.before = [...cell.childNodes];
  cell.replaceChildren(...nodes(await answer.text()));
  cell.classList.add("editing");
  cell.querySelector("[name='next']").value = location.pathname + location.search;
  window.htmx.process(cell);
  const control = cell.querySelector("[autofocus]") ?? cell.querySelector("input:not([type='hidden']), select, textarea");
  control.focus();
  control.select?.();
}

function leave(cell) {
  cell.replaceChildren(...cell.before);
  cell.classList.remove("editing");
  focus(cell);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-leave]")) return leave(event.target.closest("td"));
  const cell = event.target.closest("[data-cell][tabindex]");
  if (!cell || cell.classList.contains("editing") || event.target.closest("a, button, input, label")) return;
  // Who marks a text to copy it does not want to change it.
  if (String(getSelection())) return;
  open(cell);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const editing = event.target.closest(".lst-cell");
  if (editing) return inForm(event, editing);
  const cell = event.target.matches?.("[data-cell]") ? event.target : null;
  if (!cell) return;
  if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    open(cell);
  } else if (STEPS[event.key]) walk(event, cell, ...STEPS[event.key]);
});

function inForm(event, form) {
  if (event.key === "Escape") {
    event.preventDefault();
    leave(form.closest("td"));
  } else if (event.key === "Enter" && event.target.matches("select, [type='checkbox']")) {
    event.preventDefault();
    form.requestSubmit();
  }
}

function walk(event, cell, down, right) {
  event.preventDefault();
  const row = cell.closest("tr");
  const side = getComputedStyle(cell).direction === "rtl" ? -right : right;
  const all = rows(cell.closest("table"));
  const target = all[all.indexOf(row) + down];
  const at = cells(row).indexOf(cell) + side;
  const next = target && cells(target)[at];
  if (next) focus(next);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const cell = event.target.closest?.(".lst-cell")?.closest("td");
  back = cell ? { ref: cell.closest("tr").dataset.ref, name: cell.dataset.cell } : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "list") return;
  ready(document);
  const cell = back && found(document.querySelector(".lst-table"), back.ref, back.name);
  if (cell) focus(cell);
  back = null;
});

document.addEventListener("change", (event) => {
  const list = event.target.closest(".lists");
  if (!list) return;
  const boxes = [...list.querySelectorAll("[name='select']")];
  if (event.target.matches("[data-all]")) boxes.forEach((box) => (box.checked = event.target.checked));
  const count = boxes.filter((box) => box.checked).length;
  const told = list.querySelector("[data-count]");
  if (told) told.textContent = count ? `(${count})` : "";
});

ready(document);
