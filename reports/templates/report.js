"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const number = /^[\d  ]+$/;
  const order = (a, b) =>
    number.test(a) && number.test(b) ? a.replace(/\D/g, "") - b.replace(/\D/g, "") : a.localeCompare(b, document.documentElement.lang);

  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const total = table.classList.contains("total") ? rows.pop() : null;
    if (rows.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button");
      button.type = "button";
      button.className = "sort";
      button.title = words.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const text = (row) => row.cells[column].textContent.trim();
        rows.sort((a, b) => (down ? -1 : 1) * order(text(a), text(b)));
        body.append(...rows);
        if (total) body.append(total);
      });
    });
  }

  const items = [...document.querySelectorAll("article.item")];
  const section = document.getElementById("results");
  if (items.length < 2 || !section) return;
  const bar = make("form");
  bar.className = "filter";
  bar.setAttribute("role", "search");
  section.querySelector("h2").after(bar);
  const field = (label, control) => {
    const holder = make("label", label + " ", bar);
    holder.append(control);
    control.addEventListener("input", apply);
    return control;
  };
  const choice = (label, values) => {
    const select = make("select");
    make("option", words.all, select).value = "";
    for (const value of [...new Set(values)].sort()) make("option", value, select).value = value;
    return field(label, select);
  };
  const search = make("input");
  search.type = "search";
  const wanted = field(words.find, search);
  const kind = choice(words.kind, items.map((item) => item.dataset.kind));
  const exhibit = choice(words.exhibit, items.map((item) => item.dataset.exhibit));
  const said = make("output", "", bar);
  said.setAttribute("aria-live", "polite");
  const rowOf = new Map([...section.querySelectorAll("tbody a")].map((link) => [link.hash.slice(1), link.closest("tr")]));
  bar.addEventListener("submit", (event) => event.preventDefault());
  function apply() {
    const text = wanted.value.trim().toLowerCase();
    let shown = 0;
    for (const item of items) {
      const keep =
        (!kind.value || item.dataset.kind === kind.value) &&
        (!exhibit.value || item.dataset.exhibit === exhibit.value) &&
        (!text || item.textContent.toLowerCase().includes(text));
      item.hidden = !keep;
      const row = rowOf.get(item.id);
      if (row) row.hidden = !keep;
      shown += keep;
    }
    said.textContent = words.shown.replace("{shown}", shown).replace("{all}", items.length);
    section.classList.toggle("filtered", shown < items.length);
  }
  apply();
})();
