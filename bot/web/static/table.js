// A table beside the conversation: cells become events, which page.js sends; what was refused stays in its cell.

const pane = document.getElementById("table");
const LAST = 99999; // the last page, whichever that is
const faulty = new Map(); // cell -> what was typed there and why it was refused
const sent = new Map(); // id of an event -> its cell

function go(table, page) {
  pane.dataset.url = `/table?table=${encodeURIComponent(table)}&page=${page}`;
}

const cells = () => pane.querySelector(".cells");
const key = (field) => `${field.closest("tr").dataset.row} ${field.dataset.item}`;
const fields = () => [...pane.querySelectorAll("[data-item]")];
const send = (detail) => document.dispatchEvent(new CustomEvent("send", { detail }));

// Puts a newer state in place; what is being typed there, and what was refused, is kept.
document.addEventListener("table", ({ detail: html }) => {
  const active = pane.contains(document.activeElement) ? document.activeElement : null;
  const typed = active?.dataset.item ? { key: key(active), value: active.value, at: active.selectionStart } : null;
  const scrolled = cells()?.scrollLeft ?? 0;
  pane.innerHTML = html;
  if (cells()) cells().scrollLeft = scrolled;
  for (const field of fields()) {
    field.dataset.was = field.value;
    const fault = faulty.get(key(field));
    if (fault) mark(field, fault);
    if (typed?.key === key(field)) {
      field.value = typed.value;
      field.focus({ preventScroll: true });
      if (typed.at !== undefined && field.setSelectionRange) field.setSelectionRange(typed.at, typed.at);
    }
  }
});

function mark(field, { value, reason }) {
  field.value = value;
  field.setAttribute("aria-invalid", "true");
  const said = document.createElement("p");
  said.className = "wrong";
  said.id = `${field.id}-wrong`;
  said.textContent = reason;
  field.setAttribute("aria-describedby", said.id);
  field.parentElement.querySelector(".wrong")?.remove();
  field.after(said);
}

function clear(field) {
  faulty.delete(key(field));
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  field.parentElement.querySelector(".wrong")?.remove();
}

pane.addEventListener("change", ({ target: field }) => {
  if (!field.dataset.item || field.value === field.dataset.was) return;
  clear(field);
  const { item, was } = field.dataset;
  field.dataset.was = field.value;
  field.closest("td").classList.toggle("gap", !field.value);
  send({
    event: { kind: "filled", application: cells().dataset.application, item, row: field.closest("tr").dataset.row, text: field.value, was },
    id: (id) => sent.set(id, { key: key(field), value: field.value }),
  });
});

pane.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || field.tagName !== "INPUT") return;
  event.preventDefault();
  const below = field.closest("tr").nextElementSibling?.querySelector(`[data-item="${field.dataset.item}"]`);
  (below ?? pane.querySelector('[data-arrange="add"]')).focus(); // leaving the cell sends it
});

pane.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button || button.disabled) return;
  if (button.dataset.table) {
    go(button.dataset.table, button.dataset.page ?? 1);
    faulty.clear();
    document.dispatchEvent(new CustomEvent("pane"));
  } else if (button.dataset.arrange) {
    const what = button.dataset.arrange;
    const row = button.closest("tr")?.dataset.row ?? "";
    for (const question of what === "drop" ? JSON.parse(button.dataset.ask) : []) if (!(await agreed(question))) return;
    const { application, table } = cells().dataset;
    if (what === "add") go(table, LAST);
    send({ event: { kind: "arranged", application, table, row, what } });
  }
});

function agreed(question) {
  const dialog = document.getElementById("sure");
  dialog.querySelector("p").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

document.addEventListener("sent", ({ detail: { id, refused } }) => {
  const cell = sent.get(id);
  sent.delete(id);
  if (!cell || !refused) return;
  faulty.set(cell.key, { value: cell.value, reason: refused });
  const field = fields().find((one) => key(one) === cell.key);
  if (field && field !== document.activeElement) mark(field, faulty.get(cell.key));
  else if (field) mark(field, { value: field.value, reason: refused });
});
