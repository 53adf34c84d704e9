// The table that is shown: what stands in its cells, what was typed and is on its way, what is said of a cell that was
// not taken. Knows nothing of how it looks, and of the form only what came; every change goes to the server as one event.

import { newId, send } from "./queue.js";
import { tell } from "./signs.js";

export const shown = { application: "", table: "", parent: "", columns: [], rows: [], old: {}, answers: false, arranges: false, more: false };
const notes = new Map(); // cell -> what was typed there, and what is said of it
const waiting = new Map(); // cell -> what was typed there, and the id of the event with which it was sent
const taken = new Map(); // cell -> what was taken there, until a table comes that was asked for since
const sent = new Map(); // id of an event -> the cells that go with it; none for one of which the server tells them
const FIRST = 60; // rows that are shown while the others of a long table are on their way
const NEW = "new:"; // before the id of the event that adds a row, until the row's own is known

const key = (row, item) => `${row} ${item}`;
const isNew = (row) => Boolean(row?.id.startsWith(NEW));
const blank = () => shown.columns.map(() => null);
export const isEnding = () => shown.arranges && !shown.more; // with an empty row, in which another is begun
export const number = (row) => (row ? row.number : shown.rows.length + 1);
export const noteAt = (row, column) => row && notes.get(key(row.id, column.id));
export const isWaiting = (row, column) => Boolean(row) && waiting.has(key(row.id, column.id));

export const isOld = (row, column) => Boolean(row) && !waiting.has(key(row.id, column.id)) && shown.old[row.id]?.includes(column.id);

export function valueAt(row, column) {
  if (!row) return null;
  const at = key(row.id, column.id);
  return waiting.get(at)?.text ?? notes.get(at)?.text ?? taken.get(at)?.text ?? row.values[shown.columns.indexOf(column)];
}

// What comes.

let loading = Promise.resolve();
let asked = 0; // how often a table was asked for

// Loads the named table, or (for "") that which is asked in the chat; what is shown already, only as far as it changed.
// Of a table whose rows belong to rows of another those of one parent. What is not named is what is shown once its turn comes.
export function load(name, { whole, parent } = {}) {
  loading = loading.then(() => {
    const table = name ?? shown.table;
    const all = whole ?? table !== shown.table;
    return fetchTable(table, parent ?? (all ? "" : shown.parent), all);
  }).catch(() => {});
  return loading;
}

async function fetchTable(name, parent, whole, all = false) {
  const known = all ? {} : whole || !shown.application ? { first: FIRST } : { since: shown.seen, order: shown.order };
  const mine = (asked += 1);
  const response = await fetch(`/table?${new URLSearchParams({ table: name, parent, last: shown.table ?? "", ...known })}`).catch(() => null);
  if (response?.status === 429) return fetchTable(name, parent, whole, all); // which comes late: there is time until then
  if (!response?.ok) return;
  const came = await response.json();
  const other = came.application !== shown.application || came.table !== shown.table || came.parent !== shown.parent;
  if (other && known.since !== undefined) return fetchTable(name, parent, true);
  const before = new Map(other ? [] : shown.rows.map((row) => [row.id, row]));
  const { rows: order, cells, since, ...about } = came;
  if (since !== null && order?.some(([id]) => !before.has(id) && !cells[id])) return fetchTable(name, parent, true);
  Object.assign(shown, { columns: [], rows: [], more: false }, other ? {} : { rows: shown.rows }, about);
  if (order) shown.rows = inOrder(order, before);
  const changed = since === null ? shown.rows : shown.rows.filter((row) => cells[row.id]);
  for (const row of changed) row.values = cells[row.id] ?? blank();
  for (const [at, { before: then }] of [...taken]) if (then < mine) taken.delete(at);
  tell("cells", { other, rows: other ? null : changed });
  if (shown.more) return fetchTable(name, came.parent, true, true);
}

function inOrder(order, before) {
  const drafts = shown.rows.filter(isNew);
  const rows = order.map(([id, at, name]) => Object.assign(before.get(id) ?? { id, values: blank() }, { number: at, name }));
  drafts.forEach((row, at) => (row.number = rows.length + at + 1));
  return [...rows, ...drafts];
}

// What the person does.

// Sends cells, as { row, column, text }; a row of null is one that is added. `seen` is the newest change they have seen.
export function fill(cells, { accepts = [], seen = shown.seen } = {}) {
  const id = newId();
  let added = null;
  const typed = cells.map(({ row, column, text }) => {
    row ??= added ??= begun(id);
    notes.delete(key(row.id, column.id));
    waiting.set(key(row.id, column.id), { text, id });
    return { row, column, text };
  });
  sent.set(id, typed);
  const wire = typed.map(({ row, column, text }) => ({ item: column.id, row: row.id, text }));
  send({ id, kind: "filled", application: shown.application, parent: shown.parent, cells: wire, seen, accepts });
  tell("cells", { rows: typed.map(({ row }) => row) });
}

function begun(id) {
  const row = { id: NEW + id, number: shown.rows.length + 1, values: blank() };
  shown.rows.push(row);
  return row;
}

export function paste(from, column, text) {
  const id = newId();
  const rows = shown.rows.slice(from, from + text.split("\n").length).map((row) => row.id);
  sent.set(id, []);
  send({ id, kind: "pasted", application: shown.application, table: shown.table, parent: shown.parent, item: column.id, rows, text, seen: shown.seen });
}

export function arrange(what, rows = []) {
  const [row = "", ...more] = rows.map((one) => one.id);
  const id = newId();
  sent.set(id, []);
  send({ id, kind: "arranged", application: shown.application, table: shown.table, parent: shown.parent, what, row, more });
}

// The rest of a note: one's own after all, the other's, what was meant, or just what was typed.
export function settle(row, column, way) {
  const note = noteAt(row, column);
  if (way === "mine" || way === "as_it_is") fill([{ row, column, text: note.text }], { accepts: note.accepts });
  else if (way === "theirs") forget(row, column);
  else fill([{ row, column, text: note.meant[way] }]);
}

export function forget(row, column) {
  notes.delete(key(row.id, column.id));
  tell("cells", { rows: [row] });
}

// What became of it.

document.addEventListener("sent", ({ detail }) => {
  const cells = sent.get(detail.id);
  if (!cells) return;
  sent.delete(detail.id);
  const still = cells.filter(({ row, column }) => waiting.get(key(row.id, column.id))?.id === detail.id);
  if (!detail.new && still.length) return fill(still, detail); // what came of it was lost on its way: asked once more
  const told = new Map((detail.cells ?? []).map((note) => [key(note.step.row, note.step.item), note]));
  const isTaken = !detail.refused && told.size < cells.length;
  if (isTaken && isNew(cells[0]?.row)) named(cells[0].row, detail.row);
  for (const cell of cells) settled(cell, detail, told.get(key(isNew(cell.row) ? detail.row : cell.row.id, cell.column.id)));
  if (!cells.length) for (const [at, note] of told) notes.set(at, note);
  tell("cells", { rows: cells.map((cell) => cell.row) });
  if (detail.refused) tell("refused", detail.refused);
  if (!cells.length || told.size) load();
});

// A new row has its own id. Until something of it is taken it is not there, and what is typed next adds it.
function named(row, id) {
  for (const kept of [waiting, notes]) {
    for (const [at, value] of [...kept]) {
      if (!at.startsWith(`${row.id} `)) continue;
      kept.delete(at);
      kept.set(at.replace(row.id, id), value);
    }
  }
  const came = shown.rows.find((one) => one !== row && one.id === id); // it was loaded before it was known as this one
  if (came) row.number = came.number;
  shown.rows = shown.rows.filter((one) => one !== came);
  row.id = id;
}

function settled({ row, column, text }, { id, refused }, note) {
  const at = key(row.id, column.id);
  if (waiting.get(at)?.id !== id) return; // typed anew since
  waiting.delete(at);
  if (refused) notes.set(at, { text, state: "fault", says: refused });
  else if (note) notes.set(at, note);
  else taken.set(at, { text, before: asked });
}

document.addEventListener("failed", ({ detail: { id, why } }) => {
  for (const cell of sent.get(id) ?? []) settled(cell, { id, refused: why });
  if (sent.delete(id)) tell("cells", { rows: null });
});
