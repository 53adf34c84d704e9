// The table as a grid: its lines, which cell one is at, what is selected. Knows neither keys nor the clipboard.
// The editor is always in the cell that one is at, with what stands there selected: so typing replaces it, in whatever
// script it is composed.

import { isEnding, isOld, isWaiting, noteAt, number, shown, valueAt } from "./cells.js";
import { $, element, fine } from "./signs.js";

const AT_ONCE = 40; // lines
const PAUSE = 30; // milliseconds between them, for whatever else is to be done
const WIDTH = 10; // of a column, in rem
const NAME = fine.matches ? 13 : 8; // of the first, which stays in sight
export const words = JSON.parse($("table").dataset.words);
export const worded = (code, values) => words[code].replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const grid = element("div", "cells");
export const editor = { field: null, line: element("input"), text: element("textarea") };
export const at = { row: 0, column: 0, fromRow: 0, fromColumn: 0 }; // where one is, and where the selection began
const body = element("div", "lines");
const choices = element("datalist");
const lines = new Map(); // row -> its line; the line of null is the empty one below the last
const rows = new WeakMap(); // line -> its row
let here = null; // the row that one is at
let drawing = 0;
let marked = []; // the cells and lines that show the selection

grid.setAttribute("role", "grid");
grid.tabIndex = fine.matches ? -1 : 0; // with fingers no cell has the focus, and yet one may scroll
grid.setAttribute("aria-multiselectable", "true");
choices.id = "choices";
for (const field of [editor.line, editor.text]) {
  field.className = "editor";
  field.autocomplete = "off";
}
editor.text.rows = 1;
grid.append(body, choices);

const cell = (role, className, text = "") => {
  const made = element("div", className, {}, text);
  made.setAttribute("role", role);
  return made;
};

export const last = () => shown.rows.length - (isEnding() ? 0 : 1);
export const rowAt = (index) => shown.rows[index] ?? null;
export const cellAt = (row, column) => lines.get(rowAt(row))?.children[column + 1];
export const box = () => ({
  top: Math.min(at.row, at.fromRow),
  bottom: Math.max(at.row, at.fromRow),
  left: Math.min(at.column, at.fromColumn),
  right: Math.max(at.column, at.fromColumn),
});

// Drawing.

export function begin() {
  lines.clear();
  here = null;
  Object.assign(at, { row: 0, column: 0, fromRow: 0, fromColumn: 0 });
  grid.setAttribute("aria-label", shown.title);
  grid.setAttribute("aria-readonly", String(!shown.answers));
  grid.setAttribute("aria-colcount", shown.columns.length + 1);
  const heads = cell("row", "line heads");
  heads.append(cell("columnheader", "number", words.number), ...shown.columns.map((column) => cell("columnheader", "head", column.label)));
  body.replaceChildren(heads);
  const widths = shown.columns.map((column, index) => (column.long ? 18 : index ? WIDTH : NAME));
  body.style.setProperty("--columns", `3.4rem ${widths.map((width) => `minmax(${width}rem, ${width}fr)`).join(" ")}`);
  body.style.setProperty("--width", `${widths.reduce((one, other) => one + other, 3.4)}rem`);
}

// Draws these rows anew, or (for null) all of them; each line in its place. One stays at the row that one is at.
// Of many new lines it draws some, and the others one after the other while nothing else is to be done.
export function draw(changed, most = AT_ONCE) {
  const moved = here ? shown.rows.indexOf(here) : shown.rows.length;
  if (moved >= 0 && moved !== at.row) Object.assign(at, { row: moved, fromRow: moved });
  const all = isEnding() ? [...shown.rows, null] : shown.rows;
  const anew = changed && new Set(changed);
  const wanted = new Set(all);
  for (const [row, line] of lines) {
    if (wanted.has(row)) continue;
    line.remove();
    lines.delete(row);
  }
  let before = body.firstElementChild;
  let left = most;
  clearTimeout(drawing);
  for (const row of all) {
    if (!lines.has(row) && left-- <= 0) {
      drawing = setTimeout(() => draw([]), PAUSE);
      break;
    }
    const line = lines.get(row) ?? made(row);
    if (before.nextElementSibling !== line) before.after(line);
    if (!anew || anew.has(row) || line.dataset.number !== String(number(row))) fillLine(line, row);
    before = line;
  }
  grid.setAttribute("aria-rowcount", all.length + 1);
  grid.classList.toggle("empty", !shown.rows.length);
}

function made(row) {
  const line = cell("row", "line");
  line.append(cell("rowheader", "number"), ...shown.columns.map(() => cell("gridcell", "cell")));
  lines.set(row, line);
  rows.set(line, row);
  fillLine(line, row);
  return line;
}

function fillLine(line, row) {
  const [head, ...cells] = line.children;
  line.dataset.number = number(row);
  line.setAttribute("aria-rowindex", number(row) + 1);
  line.classList.toggle("new", !row);
  head.textContent = row ? row.name || row.number : "+";
  shown.columns.forEach((column, index) => fillCell(cells[index], row, column));
}

function fillCell(made, row, column) {
  const value = valueAt(row, column);
  const note = noteAt(row, column);
  const field = made.contains(editor.field) ? [editor.field] : [];
  made.className = `cell${row && value === null ? " gap" : ""}${isWaiting(row, column) ? " sending" : ""}${note ? ` ${note.state}` : ""}`;
  if (note) made.setAttribute("aria-invalid", "true");
  else made.removeAttribute("aria-invalid");
  const old = isOld(row, column) ? [element("span", "old", {}, words.old)] : [];
  const parts = [element("span", "value", {}, value ?? ""), ...old, ...(note ? [told(note)] : [])];
  for (const before of [...made.children]) if (before !== editor.field) before.remove();
  made.prepend(...parts);
  if (field.length && !editing()) showValue();
}

// What is said of a cell, with the ways out.
export function told(note) {
  const box_ = element("div", "told");
  box_.append(element("p", "", {}, note.says));
  const ways = [...(note.meant ?? []).map((text, index) => [String(index), text])];
  if (note.state === "doubt" && note.accepts?.length) ways.push(["as_it_is", words.as_it_is]);
  if (note.state === "conflict") ways.push(["mine", words.mine], ["theirs", words.theirs]);
  for (const [way, label] of ways) {
    const button = element("button", "way", { way }, label);
    button.type = "button";
    box_.append(button);
  }
  return box_;
}

// Where one is.

export const editing = () => grid.dataset.editing;

function showValue() {
  editor.field.value = valueAt(rowAt(at.row), shown.columns[at.column]) ?? "";
  if (document.activeElement === editor.field) editor.field.select();
}

// Goes to a cell; with `extend` the selection reaches from where it began to there.
export function go(row, column, extend = false) {
  at.row = Math.max(0, Math.min(row, last()));
  at.column = Math.max(0, Math.min(column, shown.columns.length - 1));
  if (!extend) Object.assign(at, { fromRow: at.row, fromColumn: at.column });
  place();
}

// Puts the editor where one is, and shows the selection.
export function place(focus = true) {
  here = rowAt(at.row); // before lines are drawn, which stay where one is
  if (!lines.has(here)) draw([], Infinity);
  const cell_ = cellAt(at.row, at.column);
  if (!cell_) return;
  const column = shown.columns[at.column];
  const field = column.long ? editor.text : editor.line;
  if (editor.field !== field || field.parentElement !== cell_) {
    editor.field?.remove();
    editor.field = field;
    cell_.append(field);
    choices.replaceChildren(...column.choices.map((choice) => Object.assign(element("option"), { value: choice })));
    if (column.choices.length) editor.line.setAttribute("list", "choices");
    else editor.line.removeAttribute("list");
  }
  field.readOnly = !shown.answers;
  field.setAttribute("aria-label", worded("cell", { number: at.row + 1, label: column.label }));
  if (focus) field.focus({ preventScroll: true });
  showValue();
  mark();
  if (focus) cell_.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function mark() {
  for (const one of marked) {
    one.classList.remove("in", "here");
    if (one.getAttribute("role") === "gridcell") one.removeAttribute("aria-selected");
  }
  marked = [];
  const { top, bottom, left, right } = box();
  for (let row = top; row <= bottom; row++) {
    const line = lines.get(rowAt(row));
    if (!line) continue;
    const cells = [...line.children].slice(left + 1, right + 2);
    for (const one of cells) one.setAttribute("aria-selected", "true");
    marked.push(line.firstElementChild, ...cells);
  }
  for (const one of marked) one.classList.add("in");
  cellAt(at.row, at.column)?.classList.add("here");
  document.dispatchEvent(new CustomEvent("selected"));
}

// The row and column of what was pressed, null for what is no cell; column -1 for the number of a row.
export function placeOf(target) {
  const one = target.closest?.(".cell, .number");
  const line = one?.closest(".line:not(.heads)");
  if (!line) return null;
  const row = rows.get(line);
  return { row: row ? shown.rows.indexOf(row) : shown.rows.length, column: [...line.children].indexOf(one) - 1 };
}
