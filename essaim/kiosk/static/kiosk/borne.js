/* After so long without a touch or a key, the kiosk forgets; everything else works without this file. */
(() => {
  const form = document.querySelector("[data-idle]");
  if (!form) return;
  const seconds = Number(form.dataset.idle);
  const [box, more] = form.querySelectorAll("[hidden]");
  const said = box.querySelector("[role=timer]"), bar = box.querySelector("progress");
  let end, over, told = Date.now();
  const show = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1e3));
    said.textContent = said.dataset.said.replace("{n}", left);
    bar.value = left;
    form.classList.toggle("is-last", left <= 20);
    if (left || over) return;
    over = true;
    form.submit();
  };
  const restart = () => {
    end = Date.now() + seconds * 1e3;
    show();
    // The server counts on its own: whoever reads or types for long tells it so.
    if (!form.dataset.stay || Date.now() - told < 3e4) return;
    told = Date.now();
    fetch(form.dataset.stay, { method: "HEAD" }).catch(() => 0);
  };
  box.hidden = more.hidden = false;
  more.addEventListener("click", restart);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, restart);
  restart();
  setInterval(show, 1e3);
})();
