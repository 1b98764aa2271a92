// The palette: one dialog with a combobox over everything one can go to, find, create and change.

import { nodes } from "./markup.js";

const box = document.querySelector("[data-search]");
const base = box.form.action.replace(/search\/$/, "");
const EACH = 6;
const WAIT = 120;
let offered;

function offers() {
  const at = new URLSearchParams({ at: location.pathname, peek: new URLSearchParams(location.search).get("peek") ?? "" });
  return (offered ??= fetched(`${base}palette/?${at}`).catch((error) => { offered = undefined; throw error; }));
}

async function fetched(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok || answer.redirected) throw new Error("No answer; reload the page.");
  return answer.json();
}

// A key that leads somewhere; what the role may not create leads nowhere.
export async function follow(press) {
  const address = (await offers()).keys[press];
  if (address) location.assign(address);
}

export async function help() {
  const dialog = made("wide", "Keys");
  const answer = await fetch(`${base}keys/`, { headers: { "HX-Request": "true" } });
  dialog.replaceChildren(...(answer.ok ? nodes(await answer.text()) : ["The keys could not be fetched; reload the page."]));
  const head = Object.assign(document.createElement("div"), { className: "cluster" });
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "btn small quiet", textContent: "Close" });
  shut.addEventListener("click", () => dialog.close());
  head.append(Object.assign(document.createElement("strong"), { textContent: "Keys" }), shut);
  dialog.prepend(head);
  shown(dialog);
  shut.focus();
}

function made(kind, label) {
  const dialog = document.createElement("dialog");
  dialog.className = `fnd-dialog ${kind}`;
  dialog.setAttribute("aria-label", label);
  return dialog;
}

// The focus goes back to where it was, and a press beside the dialog closes it.
function shown(dialog) {
  const before = document.activeElement;
  dialog.addEventListener("close", () => { dialog.remove(); before?.focus?.({ preventScroll: true }); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}

const NAMES = {
  "": ["Go, find, create or change", "Go to a page, find a record, create or change something"],
  create: ["Create", "What do you want to create?"],
  about: ["Change the record in view", "What do you want to do with it?"],
};

// `typed` is what somebody typed before it was here.
export function open(mode = "", typed = "") {
  if (document.querySelector("dialog.fnd-dialog[open]")) return;
  const [label, hint] = NAMES[mode];
  const dialog = made("", label);
  dialog.replaceChildren(...nodes(`<input role="combobox" aria-expanded="true" aria-controls="fnd-list" aria-autocomplete="list" autocomplete="off" spellcheck="false" maxlength="500" dir="auto"><div role="listbox" id="fnd-list"></div><p class="hidden" role="status"></p><p class="foot">↑ ↓ to move · Enter to open · Esc to close</p>`));
  const field = dialog.querySelector("input");
  field.setAttribute("aria-label", hint);
  field.placeholder = hint;
  dialog.querySelector("[role=listbox]").setAttribute("aria-label", label);
  field.value = typed;
  shown(dialog);
  field.focus();
  listen(dialog, field, mode);
}

function listen(dialog, field, mode) {
  let asked = new AbortController();
  let timer = 0;
  const refresh = async () => {
    asked.abort();
    clearTimeout(timer);
    asked = new AbortController();
    const { signal } = asked;
    const words = plain(field.value);
    try {
      const own = groups(await offers(), words, mode);
      if (signal.aborted) return;
      draw(dialog, own, words);
      if (!mode && field.value.trim()) timer = setTimeout(() => search(dialog, field.value, own, words, signal), WAIT);
    } catch (error) {
      if (error.name !== "AbortError") tell(dialog, error.message);
    }
  };
  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => pressed(event, dialog));
  dialog.addEventListener("close", () => { asked.abort(); clearTimeout(timer); });
  refresh();
}

async function search(dialog, text, own, words, signal) {
  try {
    const found = await fetched(`${base}search/rows/?${new URLSearchParams({ q: text })}`, signal);
    const rows = found.rows.map((row) => ({ label: row.title, more: `${row.label} ${row.ref}`, address: row.address, record: row }));
    const name = found.proposal ? `Records for “${found.proposal}”` : "Records";
    const all = { label: `Search everything for “${text.trim()}”`, more: "", address: `${base}search/?${new URLSearchParams({ q: text })}` };
    draw(dialog, [...own.slice(0, 1), [name, [...rows, all]], ...own.slice(1)], words);
  } catch (error) {
    if (error.name !== "AbortError") tell(dialog, error.message);
  }
}

const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);

// Every word begins a word of the name or of the description; names count more.
function rank(item, words) {
  const [name, about] = [plain(item.label), plain(`${item.more ?? ""} ${item.about ?? ""}`)];
  let score = 0;
  for (const word of words) {
    const at = name.findIndex((one) => one.startsWith(word));
    if (at >= 0) score += 10 - Math.min(at, 5);
    else if (about.some((one) => one.startsWith(word))) score += 1;
    else return 0;
  }
  return score - name.length / 100;
}

function best(items, words, most = EACH) {
  if (!words.length) return items.slice(0, most);
  return items.map((item) => [rank(item, words), item]).filter(([score]) => score > 0).sort((a, b) => b[0] - a[0]).slice(0, most).map(([, item]) => item);
}

function groups(data, words, mode) {
  const pages = data.places.map((one) => ({ label: one.label, more: one.group, address: one.address }));
  const doing = (list) => list.map((one) => ({ label: one.label, more: one.about, address: withNext(one.address) }));
  const about = [data.record ? `${data.record.label} ${data.record.ref}` : "", best(doing(data.about), words, mode ? 50 : EACH)];
  if (mode === "create") return [["Create", best(doing(data.create), words, 50)]];
  if (mode === "about") return data.record ? [about] : [["Change", best(doing(data.change), words, 50)]];
  const rest = [["Create", best(doing(data.create), words)], ["Change", words.length ? best(doing(data.change), words) : []]];
  const recent = best(data.recent.map((one) => ({ label: one.title, more: `${one.label} ${one.ref}`, address: one.address })), words);
  return words.length ? [["Go to", best(pages, words)], about, ["Recent", recent], ...rest] : [["Recent", recent], about, ["Go to", pages.slice(0, 8)], ...rest];
}

// A form that is opened from here leads back to here.
function withNext(address) {
  if (!address.includes("/do/")) return address;
  return `${address}${address.includes("?") ? "&" : "?"}next=${encodeURIComponent(location.pathname + location.search)}`;
}

function draw(dialog, own, words) {
  const list = dialog.querySelector("[role=listbox]");
  const filled = own.filter(([, items]) => items.length);
  list.replaceChildren(...filled.map(([name, items], number) => section(name, items, number)));
  const options = [...list.querySelectorAll("[role=option]")];
  select(dialog, options[0]);
  tell(dialog, options.length ? `${options.length} found` : words.length ? "Nothing like that" : "Nothing here yet");
  if (!options.length) list.textContent = words.length ? "Nothing like that." : "Nothing to choose here.";
}

function section(name, items, number) {
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  const title = Object.assign(document.createElement("div"), { className: "group", id: `fnd-group-${number}`, textContent: name });
  title.setAttribute("role", "presentation");
  group.setAttribute("aria-labelledby", title.id);
  group.append(title, ...items.map((item, at) => option(item, `fnd-${number}-${at}`)));
  return group;
}

function option(item, id) {
  const row = Object.assign(document.createElement("div"), { id });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  const what = Object.assign(document.createElement("span"), { className: "what", textContent: item.label, dir: "auto" });
  row.append(what, Object.assign(document.createElement("span"), { className: item.record ? "more short" : "more", textContent: item.more ?? "" }));
  row.addEventListener("click", () => go(item));
  row.addEventListener("pointermove", () => select(row.closest("dialog"), row, false));
  row.item = item;
  return row;
}

function select(dialog, row, scroll = true) {
  for (const one of dialog.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
  const field = dialog.querySelector("[role=combobox]");
  if (!row) return field.removeAttribute("aria-activedescendant");
  row.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", row.id);
  if (scroll) row.scrollIntoView({ block: "nearest" });
}

function pressed(event, dialog) {
  const options = [...dialog.querySelectorAll("[role=option]")];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
  if (event.key in moves && options.length) {
    event.preventDefault();
    const far = event.key.startsWith("Page");
    const to = moves[event.key];
    select(dialog, options[far ? Math.min(options.length - 1, Math.max(0, to)) : (to + options.length) % options.length]);
  } else if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    if (options[at]) go(options[at].item);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    dialog.close();
  }
}

function tell(dialog, words) {
  dialog.querySelector("[role=status]").textContent = words;
}

function go(item) {
  location.assign(item.address);
}
