/* The room works without this file. With it: arrivals follow by themselves while one looks, and what is tapped
   during a cut of the network is kept here (numbers only) and sent later, each once. */
(() => {
  const doc = document, on = (name, act, from = doc) => from.addEventListener(name, act, true);
  const all = (css) => doc.querySelectorAll(css);
  const look = () => window.htmx && all("[data-watch]").forEach((one) => htmx.trigger(one, "look"));

  /* Nobody asks while nobody looks. */
  on("htmx:beforeRequest", (event) => {
    if (doc.hidden && event.target.matches("[data-watch]")) event.preventDefault();
  });
  on("visibilitychange", () => doc.hidden || look());

  const box = doc.getElementById("gardes");
  if (!box) return;
  const { room, send, one, many, not } = box.dataset, name = "salle " + room;
  let cut = !navigator.onLine, sending = false, said = [];
  const read = () => JSON.parse(localStorage[name] || "[]");
  const show = () => {
    const count = read().length, lines = [...said];
    if (count) lines.unshift(count > 1 ? many.replace("{n}", count) : one);
    all("#gardes > p").forEach((line) => line.remove());
    for (const text of lines) {
      const line = doc.createElement("p");
      line.className = "note";
      line.textContent = text;
      box.append(line);
    }
    box.hidden = !lines.length;
  };
  const write = (list) => {
    if (list.length) localStorage[name] = JSON.stringify(list);
    else delete localStorage[name];
    show();
  };
  const draw = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, 0)).join("");

  /* One line per tap, the row looks as it will. */
  const keep = (tap, date, half, mark) => {
    said = [];
    write([...read(), [tap, date, half, mark].join(" ")]);
    for (const button of all(`#personne-${mark.split(":")[0]} .mark`)) {
      const is = button.value === mark;
      button.classList.toggle("is-on", is);
      button.ariaPressed = is;
    }
  };
  const flush = async () => {
    const list = read().slice(0, 200); // the rest after the next look
    if (!list.length || sending) return;
    sending = true;
    try {
      const body = new URLSearchParams(list.map((tap) => ["tap", tap]));
      body.append("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch(send, { method: "POST", body });
      if (answer.ok) {
        ({ said } = await answer.json());
        write(read().filter((tap) => !list.includes(tap)));
        look();
      }
    } catch {} // kept for the next time
    sending = false;
  };
  const back = () => {
    if (cut) {
      cut = false;
      said = [];
      show();
    }
    flush();
  };
  const miss = () => {
    said = [not];
    show();
  };
  const missed = (event) => {
    event.stopPropagation();
    cut = true;
    const { tap, date, half, mark } = event.detail.requestConfig.parameters;
    if (mark) keep(tap, date, half, mark);
    else if (event.target.matches("[data-seek]")) miss();
  };

  on("htmx:configRequest", ({ detail }) => {
    if (detail.parameters.mark) detail.parameters.tap = draw();
    detail.timeout = 8000;
  });
  on("htmx:sendError", missed);
  on("htmx:timeout", missed);
  on("htmx:afterOnLoad", back);
  on("online", back, window);
  on("offline", () => (cut = true), window);

  /* While the network is cut, leaving the page would lose it. */
  on("submit", (event) => {
    const { target, submitter } = event, { date, half } = target, { name: asked, value } = submitter || {};
    if (target.matches("[data-seek]")) return target.nom.select();
    if (!cut) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked === "mark") keep(draw(), date.value, half.value, value);
    else if (asked === "everybody") {
      for (const row of all(".roll .marks:not(:has(.is-on))")) keep(draw(), date.value, half.value, row.children[0].value);
    } else miss();
  });

  show();
  flush();
})();
