// Words selected in a message are put into the forms that ask for the telling words.

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const words = chosen?.toString().trim();
  if (!words || !chosen.anchorNode?.parentElement?.closest("[data-said]")) return;
  for (const field of document.querySelectorAll("[data-fills]")) field.value = words;
});
