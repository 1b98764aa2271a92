// The panel beside a list: it takes the focus when it opens, and Escape closes it.

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
});
