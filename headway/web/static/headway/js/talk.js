// Comments: completes a mention, sends with Ctrl+Enter, quotes what is selected, and keeps what was typed.

const KEYS = { ArrowDown: 1, ArrowUp: -1 };
let open = null; // { box, list, start, at } while names are offered
let latest = 0; // which question for names was asked last

document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-mentions]")) offer(event.target);
});
document.addEventListener("focusout", () => setTimeout(() => open && document.activeElement !== open.box && close(), 150));

// Before others hear of it: while names are offered the keys are theirs.
document.addEventListener(
  "keydown",
  (event) => {
    const box = event.target.closest?.("textarea[data-mentions]");
    if (!box || event.isComposing) return;
    if (open && choosing(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      box.form.requestSubmit();
    }
  },
  true,
);

function choosing(event) {
  if (event.key in KEYS) mark(open.at + KEYS[event.key]);
  else if (event.key === "Enter" || event.key === "Tab") take(open.list.children[open.at]);
  else if (event.key === "Escape") close();
  else return false;
  return true;
}

// The words after the last @ before the cursor, as far as a name may go.
const asked = (box) => /(?:^|[^\w@/.])@([\p{L}\p{N}.+_-]*(?: [\p{L}\p{N}-]*)?)$/u.exec(box.value.slice(0, box.selectionStart));

async function offer(box) {
  const found = asked(box);
  if (!found) return close();
  if (open) narrow(found[1].toLowerCase());
  const turn = ++latest;
  const address = `${box.closest(".talk").dataset.people}?q=${encodeURIComponent(found[1])}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || turn !== latest) return;
  const { rows } = await answer.json();
  if (turn !== latest) return;
  if (rows.length) show(box, rows, box.selectionStart - found[1].length);
  else close();
}

function show(box, rows, start) {
  close();
  const list = document.createElement("ul");
  list.className = "names";
  list.id = "names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Members");
  list.append(...rows.map(option));
  box.closest(".field").after(list);
  box.setAttribute("aria-controls", "names");
  box.setAttribute("aria-autocomplete", "list");
  open = { box, list, start, at: 0 };
  mark(0);
}

// Until the next answer is there, only who fits what is typed by now may be chosen.
function narrow(typed) {
  for (const one of [...open.list.children]) if (!one.textContent.toLowerCase().includes(typed)) one.remove();
  if (open.list.children.length) mark(0);
  else close();
}

function option(row, number) {
  const one = document.createElement("li");
  one.id = `name-${number}`;
  one.dataset.words = row.words;
  one.setAttribute("role", "option");
  const mail = document.createElement("span");
  mail.textContent = row.email;
  one.append(row.name, mail);
  one.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(one);
  });
  return one;
}

function mark(wanted) {
  const options = [...open.list.children];
  open.at = (wanted + options.length) % options.length;
  options.forEach((one, number) => one.setAttribute("aria-selected", String(number === open.at)));
  open.box.setAttribute("aria-activedescendant", options[open.at].id);
}

function take(one) {
  const { box, start } = open;
  const end = box.selectionStart;
  close();
  box.setRangeText(`${one.dataset.words} `, start, end, "end");
  box.focus();
}

function close() {
  latest += 1; // an answer still on its way comes too late
  if (!open) return;
  for (const name of ["aria-controls", "aria-autocomplete", "aria-activedescendant"]) open.box.removeAttribute(name);
  open.list.remove();
  open = null;
}

// What is selected on the page when somebody opens the quote.
document.addEventListener("mousedown", (event) => {
  const summary = event.target.closest?.(".quoting > summary");
  if (summary) summary.dataset.selected = selected();
});
document.addEventListener(
  "toggle",
  (event) => {
    const place = event.target;
    if (!place.open || !place.matches?.(".quoting, [data-reply]")) return;
    const quote = place.querySelector("[name=quote]");
    if (quote && !quote.value) quote.value = place.querySelector("summary").dataset.selected || selected();
    place.querySelector("textarea")?.focus();
  },
  true,
);

function selected() {
  const found = getSelection();
  const inside = found?.anchorNode?.parentElement;
  return inside?.closest("main") && !inside.closest(".talk") ? found.toString().trim().slice(0, 2000) : "";
}

// An answer that says what is wrong is drawn like any other; one that says nothing leaves the words where they are.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target?.id !== "talk" || xhr.status < 400) return;
  event.detail.shouldSwap = xhr.responseText.includes('id="talk"');
  event.detail.isError = !event.detail.shouldSwap;
});
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(
    name,
    (event) => {
      const form = event.target.closest?.(".talk form");
      if (!form) return;
      event.stopImmediatePropagation();
      told(form, "This could not be sent. What you wrote is still here; try again in a moment.");
    },
    true,
  );
}

function told(form, words) {
  const note = form.querySelector(".note") ?? form.insertBefore(document.createElement("p"), form.firstChild);
  note.className = "note bad";
  note.setAttribute("role", "alert");
  note.textContent = words;
}

document.addEventListener("htmx:afterSettle", (event) => {
  const talk = document.getElementById("talk");
  if (event.detail.requestConfig?.target?.id !== "talk" || !talk) return;
  const wrong = talk.querySelector('[aria-invalid="true"]');
  const place = wrong ?? document.getElementById(talk.dataset.focus ?? "") ?? talk.querySelector(".watch button");
  place?.focus();
});

// A link to a comment in a closed thread opens it.
function reveal() {
  const place = /^#COM-\d+$/.test(location.hash) && document.querySelector(location.hash);
  const closed = place && place.closest("details:not([open])");
  if (closed) {
    closed.open = true;
    place.scrollIntoView();
  }
}
addEventListener("hashchange", reveal);
reveal();
