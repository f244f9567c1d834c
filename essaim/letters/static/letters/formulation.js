/* A word that fills itself goes where the cursor stands. Without this script, the page comes back with it at the end. */
addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const field = button && document.getElementById(button.dataset.insert);
    if (!field) return;
    event.preventDefault();
    field.setRangeText(`{${button.value}}`, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
});
