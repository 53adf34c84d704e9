// The typing box: what is half typed, sending it, and giving a message that was sent another text.
// Knows nothing of what is asked, and not whether what is typed has arrived.

import { asked } from "./log.js";
import { WRONG } from "./pending.js";
import { send } from "./queue.js";
import { $, body, showToast, texts } from "./signs.js";

const DRAFT = `draft ${body.dataset.person}`;
const EDIT = `edit ${body.dataset.person}`; // of this tab alone: another may go on typing meanwhile
const [input, composer, bar] = ["input", "composer", "editing"].map($);

let editing = null; // which message, its text until now, and what was half typed before
const unfinished = new Map(); // what messages were to say whose edit was left for something else

function keep(text) {
  try {
    if (editing) sessionStorage.setItem(EDIT, JSON.stringify({ ...editing, text }));
    else if (text) localStorage.setItem(DRAFT, text);
    else localStorage.removeItem(DRAFT);
  } catch {
    // The browser has no room left: it stands in the box, and is sent from there.
  }
}

export function setInput(text) {
  input.value = text;
  keep(text);
  grow();
}

const joined = (had, text) => (had ? `${had}\n${text}` : text);

export function addInput(text) {
  setInput(joined(input.value, text));
  input.focus();
}

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
}

const message = (ref) => document.querySelector(`#log [data-sent="${ref}"]`);

// Another text for a message that was sent.

export function edit(ref) {
  const was = message(ref).querySelector(".bubble p").textContent;
  const before = editing ? editing.before : input.value;
  leaveEdit();
  begin({ ref, was, before }, unfinished.get(ref) ?? was);
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

// Somebody goes on with something else: what is typed now is no longer for that message.
export function leaveEdit() {
  if (!editing) return;
  unfinished.set(editing.ref, input.value);
  stop();
}

// `told` is the id of what says about it at the message, if that is not the bar.
function begin(found, text, told = "editing-said") {
  editing = found;
  bar.hidden = false;
  input.setAttribute("aria-describedby", told);
  message(editing.ref)?.classList.add("editing");
  setInput(text);
}

function stop() {
  if (!editing) return;
  const { ref, before } = editing;
  editing = null;
  sessionStorage.removeItem(EDIT);
  bar.hidden = true;
  input.removeAttribute("aria-describedby");
  message(ref)?.classList.remove("editing");
  setInput(before);
}

$("unedit").addEventListener("click", () => {
  stop();
  input.focus();
});

composer.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !editing) return;
  event.preventDefault();
  stop();
  input.focus();
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value;
  if (!text.trim()) return;
  if (text.length > Number(body.dataset.longest)) return showToast(texts.too_long);
  if (editing) {
    const { ref, was } = editing;
    unfinished.delete(ref);
    stop();
    if (text !== was) send({ kind: "edited", ref, text });
  } else {
    setInput("");
    unsafe = send({ kind: "said", text, asked: asked() });
    if (event.submitter === $("finish")) send({ kind: "said", text: texts.done, asked: asked() });
    if (unsafe) setInput(text);
  }
  input.focus();
});

let unsafe = ""; // the id of what was sent, and stands in the box until it has arrived: it is kept nowhere else
document.addEventListener("sent", ({ detail: { id, text } }) => {
  if (id === unsafe && input.value === text && !editing) setInput("");
});

// What was not taken for a message is there to be mended, as long as nothing else is being typed.
document.addEventListener("sent", ({ detail: { kind, ref, text, refused } }) => {
  if (kind !== "edited" || !refused || editing || input.value) return;
  if (!message(ref)?.querySelector("[data-edit]")) return;
  begin({ ref, was: message(ref).querySelector(".bubble p").textContent, before: "" }, text, WRONG);
});

input.addEventListener("keydown", (event) => {
  // While a word is being composed, Enter only chooses it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

input.addEventListener("input", () => {
  keep(input.value);
  grow();
});

// What was not taken at all stands behind what is typed by now, or in the box once the message is edited again.
document.addEventListener("failed", ({ detail: { id, kind, ref, text, why } }) => {
  if (kind === "edited") unfinished.set(ref, text);
  else if (kind === "said" && editing) editing.before = joined(editing.before, text);
  else if (kind === "said" && id !== unsafe) setInput(joined(input.value, text));
  showToast(why);
});

setInput(localStorage.getItem(DRAFT) ?? "");
const left = JSON.parse(sessionStorage.getItem(EDIT)); // by a reload
if (left) begin({ ref: left.ref, was: left.was, before: left.before }, left.text);
