// The table beside the conversation: which one is shown, as a grid or (by touch) row by row as a form, and the buttons
// above it. What is typed goes to the server by cells.js.

import { arrange, load, paste, shown } from "./cells.js";
import { at, begin, box, draw, editing, go, grid, place, placeOf, rowAt, words, worded } from "./grid.js";
import { fillDown } from "./grid_keys.js";
import { answer } from "./queue.js";
import { openRow, refreshRow } from "./row_form.js";
import { $, element, fine, openDialog, showToast } from "./signs.js";

const pane = $("table");
const title = element("h2", "", {}, words.title);
const choose = element("div", "choose");
const above = element("div", "above");
const parents = Object.assign(element("select"), { id: "parents" });
const guidance = element("p", "small");
const tools = element("div", "line tools");
const note = element("p", "small", {}, words.note);
const nothing = element("p");
choose.setAttribute("role", "group");
choose.setAttribute("aria-label", words.title);
above.append(Object.assign(element("label"), { htmlFor: parents.id }), parents);
pane.append(title, choose, above, guidance, nothing, tools, grid, note);

const tool = (what, run) => {
  const button = element("button", "button", { tool: what }, words[what]);
  button.type = "button";
  button.addEventListener("click", run);
  tools.append(button);
  return button;
};
const rows = () => shown.rows.slice(box().top, box().bottom + 1);
const buttons = {
  add: tool("add", () => add()),
  down_fill: tool("down_fill", fillDown),
  up: tool("up", () => arrange("up", rows())),
  down: tool("down", () => arrange("down", rows())),
  drop: tool("drop", () => drop(rows())),
};

function add() {
  if (fine.matches) go(shown.rows.length, 0);
  else openRow(shown.rows.length);
}

// Asks for every row what goes along with it, and only then deletes them.
export async function drop(dropped) {
  const response = await answer("/dropping", new URLSearchParams([["table", shown.table], ...dropped.map((row) => ["row", row.id])]));
  if (!response) return;
  for (const question of await response.json()) if (!(await agreed(question))) return;
  arrange("drop", dropped);
}

function agreed(question) {
  const dialog = $("sure");
  dialog.querySelector("p").textContent = question;
  dialog.returnValue = "";
  openDialog(dialog);
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

// The table is opened, or something of the application has changed.
document.addEventListener("table", ({ detail: { opened } }) => load(opened ? "" : undefined, opened ? { whole: false, parent: "" } : {}));

let asked = "";
document.addEventListener("cells", ({ detail: { other, rows: changed } }) => {
  const focused = grid.contains(document.activeElement);
  const empty = !shown.application;
  nothing.textContent = empty ? shown.nothing : "";
  nothing.hidden = !empty;
  for (const part of [choose, above, guidance, tools, grid, note]) part.hidden = empty;
  if (empty) return;
  if (other) begin();
  showAround();
  draw(changed);
  refreshRow();
  const wanted = JSON.stringify(shown.asked);
  if (other && wanted !== asked && shown.asked.table === shown.table) toAsked();
  asked = wanted;
  if (!editing() && fine.matches) place(focused);
});

function showAround() {
  const focused = choose.contains(document.activeElement);
  choose.replaceChildren(...Object.entries(shown.tables).map(([id, name]) => {
    const button = element("button", "button", { table: id }, name);
    button.type = "button";
    button.setAttribute("aria-pressed", String(id === shown.table));
    return button;
  }));
  if (focused) choose.querySelector('[aria-pressed="true"]')?.focus();
  above.hidden = !shown.parents.length;
  above.firstChild.textContent = shown.above;
  parents.replaceChildren(...shown.parents.map(([id, name]) => new Option(name, id, false, id === shown.parent)));
  guidance.textContent = shown.guidance;
  guidance.hidden = !shown.guidance;
  tools.hidden = note.hidden = !shown.answers;
  buttons.add.hidden = !shown.arranges;
  buttons.down_fill.hidden = !fine.matches;
  if (!fine.matches) buttons.up.hidden = buttons.down.hidden = buttons.drop.hidden = true; // the form of a row has them
}

function toAsked() {
  const row = shown.rows.findIndex((one) => one.id === shown.asked.row);
  if (row >= 0) Object.assign(at, { row, fromRow: row });
}

document.addEventListener("selected", () => {
  const count = rows().length;
  for (const name of ["up", "down", "drop"]) buttons[name].hidden = !shown.arranges;
  for (const name of ["up", "down"]) buttons[name].disabled = count !== 1;
  buttons.drop.disabled = !count;
  buttons.drop.textContent = count > 1 ? worded("drop_rows", { count }) : words.drop;
  buttons.down_fill.disabled = !count || (at.row === 0 && at.fromRow === 0);
});

document.addEventListener("refused", ({ detail: reason }) => showToast(reason));

parents.addEventListener("change", () => load(shown.table, { whole: true, parent: parents.value }));

choose.addEventListener("click", ({ target }) => target.dataset.table && load(target.dataset.table));

grid.addEventListener("click", ({ target }) => {
  const to = placeOf(target);
  if (to && !fine.matches && !target.dataset.way) openRow(to.row, to.column);
});
