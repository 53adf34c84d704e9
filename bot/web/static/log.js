// The messages of the conversation: putting each in its place, the buttons that can be pressed, earlier ones.
// They lie in chunks, of which a browser lays out those in sight. Knows neither the line nor what anything means.

import { arrived, followed, showEdits } from "./pending.js";
import { $, beFresh, element, texts } from "./signs.js";
import { came, insertAbove, newest } from "./sight.js";

const CHUNK = 40; // messages
const MOST = 2000; // messages fetched by themselves, so that a browser finds them
const log = $("log");
const editing = $("editing-button").content.firstElementChild;

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function place(message) {
  let chunk = log.lastElementChild;
  if (chunk.childElementCount >= CHUNK) {
    chunk.style.containIntrinsicHeight = `auto ${getComputedStyle(chunk).height}`; // which it keeps, laid out or not
    log.append((chunk = element("div", "chunk")));
  }
  chunk.append(message);
}

// The question that is to be seen, which what is done now answers: elsewhere another may be asked meanwhile.
export function asked() {
  const id = newest()?.dataset.id;
  return id && Number(id);
}

export function insert(html) {
  const message = parsed(html);
  if (message.dataset.sent) arrived(message.dataset.sent);
  if (message.classList.contains("question")) {
    sleepButtons();
    newest()?.querySelector(".pressed")?.classList.remove("pressed"); // the label stands in a bubble of its own by now
  }
  beFresh(message);
  place(message);
  followed();
  offerFinish();
  fold(before(message), message);
  came(message);
}

// A text that may come in several messages can be sent and be complete by one press.
function offerFinish() {
  $("finish").hidden = !newest()?.matches("[data-in-pieces]");
}

export function insertSecret(html) {
  const message = parsed(html);
  place(message);
  came(message);
}

// A message that has another text now, and may be too old to be shown.
export function replace(id, html) {
  const old = $(`m${id}`);
  if (!old) return;
  const focused = old.contains(document.activeElement);
  const message = parsed(html);
  message.classList.toggle("editing", old.classList.contains("editing"));
  old.replaceWith(message);
  showEdits();
  if (focused) message.querySelector("[data-edit]")?.focus({ preventScroll: true });
}

const before = (message) => message.previousElementSibling ?? message.parentElement.previousElementSibling?.lastElementChild;

// A question that is asked again without a word in between, after a look at a table, say, is shown once.
function fold(one, other) {
  const words = (message) => [...(message?.querySelectorAll(".bubble:not(.note) p:not(.hidden)") ?? [])].map((p) => p.textContent).join("\n");
  const both = one?.classList.contains("question") && other.classList.contains("question");
  if (both && words(one) === words(other)) one.classList.add("again");
}

export function sleepButtons() {
  for (const button of newest()?.querySelectorAll("[data-press]:enabled") ?? []) button.disabled = true;
}

export function wakeButtons() {
  for (const button of newest()?.querySelectorAll("[data-press]") ?? []) {
    button.disabled = false;
    button.classList.remove("pressed");
  }
}

export function unfold(button) {
  const folded = $(button.getAttribute("aria-controls")).classList.toggle("long");
  button.setAttribute("aria-expanded", String(!folded));
  button.textContent = folded ? texts.unfold : texts.fold;
}

// Which messages can be edited: those with which something would change.
export function offerEdits({ on, off }) {
  for (const sent of off) log.querySelector(`[data-edit="${sent}"]`)?.remove();
  const offered = new Set(on);
  for (const message of offered.size ? log.querySelectorAll("[data-sent]") : []) {
    if (!offered.has(message.dataset.sent) || message.querySelector("[data-edit]")) continue;
    const button = editing.cloneNode(true);
    button.dataset.edit = message.dataset.sent;
    button.setAttribute("aria-describedby", `t${message.dataset.id}`);
    message.querySelector(".meta").prepend(button);
  }
}

let fetching = null;
export function earlier() {
  fetching ??= fetchEarlier().finally(() => (fetching = null));
  return fetching;
}

async function fetchEarlier() {
  const oldest = log.querySelector("[data-id]");
  const response = oldest && (await fetch(`/earlier?before=${oldest.dataset.id}`).catch(() => null));
  if (!response?.ok) return false;
  const { html, more } = await response.json();
  const chunk = element("div", "chunk");
  chunk.setAttribute("aria-live", "off"); // nothing new
  chunk.innerHTML = html;
  insertAbove(() => log.prepend(chunk));
  for (const message of chunk.children) fold(before(message), message);
  showEdits();
  $("earlier").hidden = !more;
  return more;
}

// All are there to be found by the browser; whoever counts their bytes asks for them.
const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
async function fetchAll() {
  if (navigator.connection?.saveData) return;
  while (log.querySelectorAll(".message").length < MOST && (await earlier())) await idle();
}

for (const message of log.querySelectorAll(".message")) fold(before(message), message);
if (newest()) beFresh(newest());
offerFinish();
$("earlier").addEventListener("click", earlier);
setTimeout(fetchAll, 2000);
