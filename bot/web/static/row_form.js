// One row of the table as a form, for whoever has no keyboard: each column with its example, and what is wrong below.

import { arrange, fill, noteAt, settle, shown, valueAt } from "./cells.js";
import { grid, last, rowAt, told, words, worded } from "./grid.js";
import { $, element, openDialog } from "./signs.js";
import { drop } from "./table.js";

const dialog = $("row");
const fields = dialog.querySelector(".fields");
let index = 0;
let row = null; // that which is shown; null for one that is not there yet

export function openRow(number, column = 0) {
  index = Math.max(0, Math.min(number, last()));
  row = rowAt(index);
  fields.replaceChildren(...shown.columns.map(asked));
  refreshRow();
  if (!dialog.open) openDialog(dialog);
  fields.querySelectorAll("[data-column]")[Math.max(0, column)]?.focus();
}

function asked(column, at) {
  const part = element("div", "field");
  const label = element("label", "", {}, column.label);
  const field = element(column.long ? "textarea" : column.closed ? "select" : "input", "", { column: at });
  field.id = `field-${at}`;
  label.htmlFor = field.id;
  field.setAttribute("aria-describedby", `${field.id}-told`);
  if (column.closed) field.append(...["", ...column.choices].map((choice) => element("option", "", {}, choice)));
  else if (column.choices.length) field.setAttribute("list", `${field.id}-choices`);
  const list = element("datalist");
  list.id = `${field.id}-choices`;
  list.append(...column.choices.map((choice) => Object.assign(element("option"), { value: choice })));
  const below = element("div", "");
  below.id = `${field.id}-told`;
  part.append(label, field, list, below);
  return part;
}

// Shows what stands in the row by now; what is being typed stays.
export function refreshRow() {
  if (row && !shown.rows.includes(row)) return dialog.close();
  if (row) index = shown.rows.indexOf(row);
  dialog.querySelector("h2").textContent = row ? worded("row", { title: shown.title, number: row.number }) : worded("new_row", { title: shown.title });
  shown.columns.forEach((column, at) => {
    const field = fields.querySelector(`[data-column="${at}"]`);
    if (!field) return;
    const note = noteAt(row, column);
    if (field !== document.activeElement || field.value === field.dataset.shown) field.value = field.dataset.shown = valueAt(row, column) ?? "";
    field.disabled = !shown.answers;
    field.setAttribute("aria-invalid", String(Boolean(note)));
    const example = column.example ? [element("p", "small", {}, worded("example", { example: column.example }))] : [];
    field.parentElement.lastElementChild.replaceChildren(...(note ? [told(note)] : valueAt(row, column) ? [] : example));
  });
  dialog.querySelector('[data-row="-1"]').disabled = index === 0;
  dialog.querySelector('[data-row="1"]').disabled = index >= last();
  for (const button of dialog.querySelectorAll("[data-arrange]")) Object.assign(button, { hidden: !shown.arranges, disabled: !row }); // lest others move under a finger
}

fields.addEventListener("change", ({ target }) => {
  const column = shown.columns[target.dataset.column];
  if (target.value === (valueAt(row, column) ?? "") && !noteAt(row, column)) return;
  fill([{ row, column, text: target.value }]);
  row ??= shown.rows.at(-1);
  refreshRow();
});

dialog.addEventListener("click", ({ target }) => {
  const { way, row: by, arrange: what } = target.dataset;
  if (way !== undefined) settle(row, shown.columns[target.closest(".field").querySelector("[data-column]").dataset.column], way);
  else if (by !== undefined) openRow(index + Number(by));
  else if (what === "drop") drop([row]);
  else if (what) arrange(what, [row]);
});

// Whoever came by a cell, which takes no focus by touch, comes back to the table.
dialog.addEventListener("close", () => document.activeElement === document.body && grid.focus({ preventScroll: true }));
