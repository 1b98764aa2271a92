// The panel beside a list: it takes the focus when it opens, and Escape or j and k work from the keyboard.

const peek = () => document.querySelector(".peek");

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "split") peek()?.querySelector("h2")?.focus({ preventScroll: true });
});

// A record that is gone, or a lost session: the full address says why.
document.addEventListener("htmx:responseError", (event) => {
  const address = event.detail.elt.href ?? location.href;
  location.assign(address);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [popover]")) return;
  if (event.key === "Escape") document.querySelector(".peek [data-close]")?.click();
  else if (event.key === "j") step(event, 1);
  else if (event.key === "k") step(event, -1);
});

// j and k act only while a row of a list has the focus.
function step(event, by) {
  const links = [...document.querySelectorAll(".tbl .title")];
  const at = links.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, at + by))].focus();
}
