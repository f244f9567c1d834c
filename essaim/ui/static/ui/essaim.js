/* Essaim works without this file; with it, pages are quicker. */
(() => {
  const doc = document, all = (css, from = doc) => from.querySelectorAll(css);
  const on = (name, act) => doc.addEventListener(name, act);
  const reachable = "button:not([hidden]), a[href], input:not([type=hidden]), select, textarea, summary";
  doc.documentElement.classList.add("js");

  /* Toasts leave after ten seconds, unless they offer to undo or somebody reads them. */
  const fade = (box) => setTimeout(() => (box.matches(":hover, :focus-within, :has(form)") ? fade(box) : box.remove()), 1e4);
  const say = (text) => {
    const box = doc.createElement("div");
    box.className = "toast";
    box.append(text);
    doc.getElementById("toasts")?.append(box);
    fade(box);
  };
  const greet = (part) => {
    all("[data-copy], [data-close]", part).forEach((one) => (one.hidden = false));
    all(".toast", part).forEach(fade);
  };
  const ready = () => {
    greet(doc);
    const kept = sessionStorage.focus;
    delete sessionStorage.focus;
    (doc.querySelector(".error-summary") || (kept && doc.getElementById(kept)))?.focus();
  };

  on("click", async ({ target }) => {
    const button = target.closest("[data-copy], [data-close]");
    if (!button) return;
    const text = button.dataset.copy;
    if (!text) return button.closest(".toast").remove();
    const field = text[0] === "#" && doc.querySelector(text);
    try {
      await navigator.clipboard.writeText(field ? field.value : text);
      say("Lien copié.");
    } catch {
      if (field) field.select();
      say("La copie n’est pas permise ici : sélectionnez le lien à la main.");
    }
  });

  /* Filters apply by themselves; with the keyboard, a list waits until one leaves it. */
  let typed, waiting, trigger;
  const apply = (control) => {
    sessionStorage.focus = control.id;
    control.form.requestSubmit();
  };
  on("keydown", ({ key, target }) => {
    typed = target.tagName === "SELECT" && key !== "Enter" && target;
    const open = key === "Escape" && doc.querySelector("details.menu[open]");
    if (open) {
      open.open = false;
      open.firstElementChild.focus();
    } else if (key === "Escape") all(".toast").forEach((box) => box.remove());
  });
  on("pointerdown", () => (typed = null));
  on("change", ({ target }) => {
    if (!target.form?.matches("[data-autosubmit]")) return;
    if (typed === target) waiting = target;
    else apply(target);
  });
  on("focusout", ({ target }) => {
    if (waiting === target) apply(target);
    waiting = null;
  });

  /* How many blocks have words. */
  on("input", ({ target }) => {
    const box = target.closest(".sheet");
    if (!box) return;
    const [meter, said] = all("meter, meter + * b", box);
    meter.value = [...all("textarea", box)].filter((one) => one.value.trim()).length;
    if (said.textContent[0] != meter.value) said.textContent = meter.value + "/6";
  });

  /* What is being sent is not sent twice. */
  on("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || event.target.matches("[method=get], :not([method])")) return;
    if (button.ariaBusy) return event.preventDefault();
    button.ariaBusy = "true";
    setTimeout(() => (button.ariaBusy = null), 8e3);
  });

  /* After a swap the focus goes to what replaces the control that was used. */
  on("htmx:beforeRequest", ({ detail }) => {
    trigger = detail.elt.contains(doc.activeElement) && doc.activeElement;
  });
  on("htmx:afterSettle", ({ target }) => {
    greet(target);
    if (!trigger || target.matches("#toasts, [data-aside]") || doc.contains(trigger)) return;
    const same = trigger.id && doc.getElementById(trigger.id);
    const next = same || target.querySelector("[data-focus]") || target.querySelector(reachable) || target;
    trigger = null;
    if (next === target) target.tabIndex = -1;
    next.focus();
  });
  const failed = () => say("La connexion a manqué. Rien n’est perdu : réessayez.");
  on("htmx:sendError", failed);
  on("htmx:responseError", failed);

  ready();
})();
