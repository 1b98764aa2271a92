// A part of a list that was swapped in: what could not be saved is shown too, and the focus stays where the person was.

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target.id !== "list" || ![409, 422].includes(xhr.status) || !xhr.responseText.includes('id="list"')) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

let focused = null;
let wasOpen = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.closest?.("#list")) return;
  focused = document.activeElement?.id || null;
  wasOpen = Boolean(document.querySelector(".peek"));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "list") return;
  const list = document.getElementById("list");
  if (list.querySelector("[autofocus]")) return list.querySelector("[autofocus]").focus();
  const alert = list.querySelector("[role='alert']");
  if (alert && !alert.closest(".toasts")) return list.querySelector("textarea, input:not([type='hidden']), select")?.focus();
  const title = document.querySelector(".peek #peek-title");
  if (title && !wasOpen) return title.focus({ preventScroll: true });
  if (document.activeElement === document.body && focused) document.getElementById(focused)?.focus({ preventScroll: true });
});

// Escape leaves a form that was opened in the list.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const form = event.target.closest?.(".lst-add, .lst-form, .lst-bulk.shown");
  const cancel = form?.querySelector("[data-cancel]");
  if (!cancel) return;
  event.preventDefault();
  cancel.click();
});
