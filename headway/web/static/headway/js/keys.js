// Keys: what is pressed is looked up here; the palette and its lists are fetched when first wanted.

// Asked for each time: a page may be swapped for another.
const searchBox = () => document.querySelector("[data-search]");
const off = () => "keysOff" in document.body.dataset;
const TYPING = "input:not([type=checkbox], [type=radio], [type=button]), select, textarea, [contenteditable]";
const STARTS = ["g", "n", "v"];
const WAIT = 1500;
const VIEWS = { t: "table", b: "board", l: "timeline", m: "matrix", r: "tree" };
let started = "";
let timer = 0;
// What is typed while the palette is on its way; null while it is not.
let typed = null;

const palette = () => import("./palette.js");

function start(key) {
  started = key;
  clearTimeout(timer);
  timer = setTimeout(() => { started = ""; }, WAIT);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || !searchBox()) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (typed !== null) return keep(event, ctrl);
  if (ctrl && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") return act(event, () => openPalette());
  if (ctrl && event.key === "Enter") return submit(event);
  if (event.key === "Escape") return close(event);
  if (off() || ctrl || event.altKey || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  single(event);
});

function act(event, does) {
  event.preventDefault();
  does();
}

// The second press of its keys, like Escape, means that it is not wanted any more.
function keep(event, ctrl) {
  const isTurnedOff = event.key === "Escape" || (ctrl && event.key.toLowerCase() === "k");
  if (isTurnedOff) act(event, () => { typed = null; });
  else if (event.key === "Backspace") act(event, () => { typed = [...typed].slice(0, -1).join(""); });
  else if (event.key === "Enter") event.preventDefault();
  else if (!ctrl && [...event.key].length === 1) act(event, () => { typed += event.key; });
}

async function openPalette(mode) {
  typed = "";
  try {
    const { open } = await palette();
    if (typed !== null) open(mode, typed);
  } finally {
    typed = null;
  }
}

function single(event) {
  const { key } = event;
  if (started) return second(event, started, key);
  if (STARTS.includes(key)) return act(event, () => start(key));
  if (key === "/") act(event, find);
  else if (key === "?") act(event, () => palette().then((one) => one.help()));
  else if (key === "c") act(event, () => openPalette("create"));
  else if (key === "e") act(event, edit);
  else if (key === "j") step(event, 1);
  else if (key === "k") step(event, -1);
}

function second(event, first, key) {
  started = "";
  if (first === "v") return view(event, VIEWS[key]);
  act(event, () => palette().then((one) => one.follow(`${first} ${key}`)));
}

// In a narrow window the box is in the menu, which has to be opened first.
function find() {
  const box = searchBox();
  const menu = box.closest("[popover]");
  if (menu && !box.checkVisibility()) menu.showPopover();
  box.focus();
  box.select();
}

function edit() {
  const link = document.querySelector("[data-edit], main a[href$='/edit/']");
  if (link) link.click();
  else openPalette("about");
}

function view(event, name) {
  const isList = /\/lists\/[^/]+\/$/.test(location.pathname) || document.querySelector(`main a[href*="view=${name}"]`);
  if (!name || !isList) return;
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("view", name);
  address.searchParams.delete("after");
  location.assign(address);
}

function step(event, by) {
  const rows = [...document.querySelectorAll("[data-row], .tbl tbody tr")].filter((row) => row.checkVisibility()).map(link).filter(Boolean);
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.findIndex((one) => one === document.activeElement || one.closest("[data-row], tr").contains(document.activeElement));
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))].focus();
}

const link = (row) => row.querySelector("a.title, .title a") ?? (row.matches("[tabindex], a") ? row : row.querySelector("a"));

function submit(event) {
  const form = event.target.form ?? event.target.closest("form");
  if (!form || form.method !== "post") return;
  event.preventDefault();
  form.requestSubmit();
}

// Whatever closes by itself on Escape (a dialog, a popover) does; a box that is typed in gives the focus back.
function close(event) {
  const box = searchBox();
  if (event.target === box && !box.closest(":popover-open")) box.blur();
}
