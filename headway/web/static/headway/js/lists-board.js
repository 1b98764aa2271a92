// Cards of a board: dragged with a pointer, or from the keyboard with M, the arrows and Enter.

let held = null;

const board = () => document.querySelector("[data-board]");
const places = () => [...board().querySelectorAll(".lst-place")];
const name = (place) => place.querySelector("h2 [dir]").textContent;

function ready() {
  if (!board()) return;
  for (const card of board().querySelectorAll(".lst-card[data-version]")) {
    card.setAttribute("draggable", "true");
    card.querySelector(".title").setAttribute("aria-describedby", "move-help");
    card.querySelector(".title").setAttribute("draggable", "false");
  }
}

function say(words) {
  document.querySelector("[data-move-said]").textContent = words;
}

function drop(card, place) {
  const value = place.dataset.value;
  if (card.closest(".lst-place") === place || value === "") return false;
  const form = document.getElementById("move");
  for (const [field, text] of [["record", `${card.dataset.ref}@${card.dataset.version}`], [`set.${board().dataset.column}`, value]]) {
    form.querySelectorAll(`input[name="${CSS.escape(field)}"]`).forEach((one) => one.remove());
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: field, value: text }));
  }
  // The card stands where it was put while the server is asked.
  place.querySelector(".lst-cards").prepend(card);
  card.querySelector(".title").focus({ preventScroll: true });
  focused = `row-${card.dataset.ref}`;
  form.requestSubmit();
  return true;
}

let focused = null;

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".lst-card[draggable]");
  if (!card) return;
  held = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.ref);
});

document.addEventListener("dragover", (event) => {
  const place = held && event.target.closest?.(".lst-place");
  if (!place) return;
  event.preventDefault();
  mark(place);
});

document.addEventListener("drop", (event) => {
  const place = held && event.target.closest?.(".lst-place");
  if (!place) return;
  event.preventDefault();
  drop(held, place);
});

document.addEventListener("dragend", () => {
  held = null;
  mark(null);
});

function mark(place) {
  document.querySelectorAll(".lst-place.over-it").forEach((one) => one !== place && one.classList.remove("over-it"));
  place?.classList.add("over-it");
}

let lifted = null;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !board()) return;
  const card = event.target.closest?.(".lst-card[data-version]");
  if (!card || event.target.closest("select, input")) return;
  if (!lifted && event.key === "m") lift(event, card);
  else if (lifted) carry(event);
});

function lift(event, card) {
  event.preventDefault();
  lifted = { card, at: places().indexOf(card.closest(".lst-place")), from: card.closest(".lst-place") };
  card.classList.add("held");
  say(`Picked up ${card.dataset.ref}, in ${name(lifted.from)}.`);
}

function carry(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step && !["Enter", "Escape", "m"].includes(event.key)) return;
  event.preventDefault();
  const all = places();
  if (step) {
    lifted.at = Math.min(all.length - 1, Math.max(0, lifted.at + step));
    mark(all[lifted.at]);
    all[lifted.at].scrollIntoView({ block: "nearest", inline: "nearest" });
    return say(`Over ${name(all[lifted.at])}.`);
  }
  const { card, at, from } = lifted;
  card.classList.remove("held");
  lifted = null;
  mark(null);
  const moved = event.key !== "Escape" && drop(card, all[at]);
  say(moved ? `Put ${card.dataset.ref} into ${name(all[at])}.` : `Left ${card.dataset.ref} in ${name(from)}.`);
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "list") return;
  ready();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  focused = null;
});

ready();
