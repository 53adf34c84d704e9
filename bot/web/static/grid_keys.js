// What a person does in the grid with keys, a pointer and the clipboard, as in a spreadsheet.
// Knows nothing of how a cell looks.

import { fill, forget, noteAt, paste, settle, shown, valueAt } from "./cells.js";
import { at, box, cellAt, editing, editor, go, grid, last, place, placeOf, rowAt } from "./grid.js";
import { send } from "./queue.js";
import { fine } from "./signs.js";

const PAGE = 15; // rows further with Page Down
const FAR = 1e9;
let seen = 0; // the newest change that was seen when one began to type in a cell
let dragging = "";
let onwards = null; // what goes further than the rows that have come so far, until all of them are there

export function edit(how) {
  if (!shown.answers || editing()) return;
  grid.dataset.editing = how; // "over": typing has replaced what was there; "in": it is changed
  seen = shown.seen;
  if (how === "in") editor.field.setSelectionRange(editor.field.value.length, editor.field.value.length);
}

// Leaves the editor, and sends what was typed there, if it is another.
export function commit() {
  if (!editing()) return;
  delete grid.dataset.editing;
  const row = rowAt(at.row);
  const column = shown.columns[at.column];
  const text = editor.field.value;
  const faulty = noteAt(row, column);
  if (text !== (valueAt(row, column) ?? "") || faulty) fill([{ row, column, text }], { seen: faulty?.state === "conflict" ? shown.seen : seen });
}

function cancel() {
  delete grid.dataset.editing;
  const row = rowAt(at.row);
  if (noteAt(row, shown.columns[at.column])) forget(row, shown.columns[at.column]);
  place();
}

// Several cells.

function selected() {
  const { top, bottom, left, right } = box();
  const columns = shown.columns.slice(left, right + 1);
  const found = [];
  for (let row = top; row <= Math.min(bottom, shown.rows.length - 1); row++) found.push(columns.map((column) => ({ row: rowAt(row), column })));
  return found;
}

const change = (cells) => {
  const others = cells.filter(({ row, column, text }) => (valueAt(row, column) ?? "") !== text);
  if (others.length && shown.answers) fill(others);
};

function clear() {
  change(selected().flat().map((cell) => ({ ...cell, text: "" })));
}

// What stands in the first row of the selection, or in the one above it, in all rows of it.
export function fillDown() {
  const { top, bottom, left, right } = box();
  const from = rowAt(top === bottom ? top - 1 : top);
  if (!from) return;
  const cells = [];
  for (let row = top === bottom ? top : top + 1; row <= Math.min(bottom, shown.rows.length - 1); row++) {
    for (const column of shown.columns.slice(left, right + 1)) cells.push({ row: rowAt(row), column, text: valueAt(from, column) ?? "" });
  }
  change(cells);
}

// The clipboard.

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const escaped = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

grid.addEventListener("copy", (event) => copy(event));
grid.addEventListener("cut", (event) => copy(event) && clear());

function copy(event) {
  if (editing() || event.target !== editor.field) return false;
  event.preventDefault();
  const rows = selected().map((cells) => cells.map(({ row, column }) => valueAt(row, column) ?? ""));
  const html = rows.map((cells) => `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`).join("");
  event.clipboardData.setData("text/plain", rows.map((cells) => cells.map(quoted).join("\t")).join("\n"));
  event.clipboardData.setData("text/html", `<table>${html}</table>`);
  return true;
}

grid.addEventListener("paste", (event) => {
  if (event.target !== editor.field || !shown.answers) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const isTable = event.clipboardData.getData("text/html").includes("<table");
  const { top, left, bottom } = box();
  const column = shown.columns[left];
  const several = text.includes("\t") || (text.includes("\n") && (isTable || !column.long));
  if (editing() && !several) return; // within what is typed
  event.preventDefault();
  if (editing()) cancel();
  if (!several) change(rowAt(top) ? selected().flat().map((cell) => ({ ...cell, text })) : [{ row: null, column, text }]);
  else paste(top, column, asCells(text, isTable, bottom - top + 1));
});

// Cells of one column are told by a tab, lest each be read as a line of its own; one line fills all rows selected.
function asCells(text, isTable, rows) {
  const cells = isTable && !text.includes("\t") ? text.replaceAll("\n", "\t\n") + "\t" : text;
  return cells.includes("\n") || rows < 2 ? cells : Array(rows).fill(cells).join("\n");
}

// Keys.

const MOVES = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-PAGE, 0], PageDown: [PAGE, 0], Home: [0, -FAR], End: [0, FAR],
};

// As typed in the chat: what was done here is said there, and so is what is taken back.
const BACK = { z: "undo", y: "redo", "shift+z": "redo" };

grid.addEventListener("keydown", (event) => {
  onwards = null;
  if (event.isComposing || event.keyCode === 229) return;
  if (event.target.dataset.way) return leaveWays(event);
  if (event.target === editor.field && (editing() ? editingKey(event) : key(event))) event.preventDefault();
});

function editingKey(event) {
  if (event.key === "Escape") return cancel(), true;
  if (event.key === "Enter" && (event.altKey || event.ctrlKey)) return newline();
  if (event.key === "Enter") return leave(event.shiftKey ? -1 : 1, 0);
  if (event.key === "Tab") return leaveByTab(event);
  const [down, right] = MOVES[event.key] ?? [];
  const chooses = down && shown.columns[at.column].choices.length;
  return down !== undefined && editing() === "over" && !chooses && !event.shiftKey && leave(down, right);
}

function newline() {
  if (editor.field === editor.text) editor.field.setRangeText("\n", editor.field.selectionStart, editor.field.selectionEnd, "end");
  return true;
}

// From where one is before what was typed is sent: a row that begins with it is another than the empty one below it.
function leave(down, right) {
  const { row, column } = at;
  commit();
  go(row + down, column + right);
  return true;
}

function leaveByTab({ shiftKey }) {
  const next = at.row * shown.columns.length + at.column + (shiftKey ? -1 : 1);
  commit();
  if (next < 0 || next >= (last() + 1) * shown.columns.length) return false; // out of the grid
  go(Math.floor(next / shown.columns.length), next % shown.columns.length);
  return true;
}

function key(event) {
  const { key: name, shiftKey: shift } = event;
  const control = event.ctrlKey || event.metaKey;
  if (name === "Tab") return cellAt(at.row, at.column).querySelector(".way") && !shift ? false : leaveByTab(event);
  if (name === "Enter") return leave(shift ? -1 : 1, 0);
  if (name === "F2") return edit("in"), true;
  if (name === "Escape") return go(at.row, at.column), true;
  if (name === "Delete" || name === "Backspace") return clear(), true;
  if (control && name === "a") return far(all), true;
  if (control && name === "d") return fillDown(), true;
  const back = control && BACK[`${shift ? "shift+" : ""}${name.toLowerCase()}`];
  if (back) return send({ kind: "command", name: back }), true;
  if (!(name in MOVES) || event.altKey) return false;
  const [down, right] = MOVES[name].map((by) => by * (control && name.startsWith("Arrow") ? FAR : 1));
  if (control && name === "Home") go(0, right, shift);
  else if (control && name === "End") far(() => go(shown.rows.length - 1, right, shift));
  else if (down === FAR) far(() => go(FAR, at.column, shift));
  else go(at.row + down, at.column + right, shift);
  return true;
}

// To the end: of the rows that are there, and once more when the others have come, unless something else is done before.
function far(run) {
  run();
  onwards = shown.more ? run : null;
}

document.addEventListener("cells", () => {
  if (shown.more || !onwards) return;
  onwards();
  onwards = null;
});

function all() {
  Object.assign(at, { row: 0, column: 0, fromRow: Math.max(0, shown.rows.length - 1), fromColumn: shown.columns.length - 1 });
  place();
}

function leaveWays(event) {
  if (event.key === "Escape" || (event.key === "Tab" && !event.target.nextElementSibling && !event.shiftKey)) {
    event.preventDefault();
    go(at.row, at.column + (event.key === "Tab" ? 1 : 0));
  }
}

grid.addEventListener("input", (event) => event.target === editor.field && edit("over"));
grid.addEventListener("compositionstart", () => edit("over"));
grid.addEventListener("focusout", (event) => event.target === editor.field && event.target.isConnected && commit());

// The pointer.

grid.addEventListener("mousedown", (event) => {
  if (!fine.matches) return; // by touch a row is a form
  const to = placeOf(event.target);
  onwards = null;
  if (!to || (event.target === editor.field && editing()) || event.target.dataset.way || event.button) return;
  event.preventDefault();
  commit();
  dragging = to.column < 0 ? "rows" : "cells";
  if (to.column < 0) selectRows(to.row, event.shiftKey);
  else go(to.row, to.column, event.shiftKey);
});

grid.addEventListener("mouseover", (event) => {
  const to = dragging && event.buttons === 1 ? placeOf(event.target) : null;
  if (to && dragging === "rows") selectRows(to.row, true);
  else if (to && to.column >= 0) go(to.row, to.column, true);
});
addEventListener("mouseup", () => (dragging = ""));

function selectRows(row, extend) {
  if (!extend) at.fromRow = row;
  Object.assign(at, { row: Math.min(row, last()), column: 0, fromColumn: shown.columns.length - 1 });
  place();
}

grid.addEventListener("dblclick", (event) => event.target === editor.field && edit("in"));
grid.addEventListener("click", ({ target }) => {
  const to = target.dataset.way ? placeOf(target) : null;
  if (!to) return;
  settle(rowAt(to.row), shown.columns[to.column], target.dataset.way);
  go(to.row, to.column);
});
