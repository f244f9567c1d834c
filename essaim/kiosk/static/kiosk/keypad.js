/* Keys to touch under a field of figures; without this file the field is typed as any other. */
(() => {
  const pad = document.querySelector("[data-keys]");
  const field = pad && document.getElementById(pad.dataset.keys);
  if (!field) return;
  const isCode = field.id === "code", said = document.querySelector("p[data-said]");
  let sent;
  pad.hidden = false;
  if (isCode) field.inputMode = "none";
  const changed = () => {
    if (!isCode) return;
    field.value = field.value.replace(/\D/g, "").slice(0, 6);
    const count = field.value.length;
    said.textContent = said.dataset.said.replace("{n}", count);
    if (count < 6 || sent) return;
    sent = true;
    field.form.requestSubmit();
  };
  field.addEventListener("input", changed);
  if (field.value) changed(); // typed before this file had come
  pad.addEventListener("click", ({ target }) => {
    const key = target.closest("button");
    if (!key) return;
    const kind = key.dataset.key, value = field.value;
    field.value = kind === "all" ? "" : kind === "last" ? value.slice(0, -1) : value + key.textContent.trim();
    changed();
  });
})();
