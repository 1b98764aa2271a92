// A filter takes effect when it is changed; without this its button does it.

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form) form.requestSubmit();
});
