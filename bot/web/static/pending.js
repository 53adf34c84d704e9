// What is shown before the server has it: messages on their way, and the new text of those that are being edited.
// Knows nothing of sending, and not what anything means.

import { drop, unsent } from "./queue.js";
import { $, element, texts } from "./signs.js";

const changed = new Map(); // id of an edit -> the text before it

function show(event) {
  if (event.kind === "edited") return showEdits();
  const text = event.kind === "said" ? event.text : event.label;
  if (!text || document.querySelector(`[data-sent="${event.id}"]`)) return;
  const message = element("article", "message own waiting", { sent: event.id });
  const bubble = element("div", "bubble");
  bubble.append(element("p", "", {}, text));
  message.append(bubble, element("span", "state", {}, texts.waiting));
  $("pending").append(message);
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

const shown = (id) => $("pending").querySelector(`[data-sent="${id}"]`);

// The message is in the conversation now.
export function arrived(id) {
  shown(id)?.remove();
  drop(id);
}

function sent(id) {
  showEdits();
  const state = shown(id)?.querySelector(".state");
  if (state) state.textContent = "";
  // What the server does not keep, such as a message before consent, is not to be seen for ever.
  setTimeout(() => shown(id)?.remove(), 4000);
}

function failed(event) {
  shown(event.id)?.remove();
  const message = $("log").querySelector(`[data-change="${event.id}"]`);
  if (message) settle(message, changed.get(event.id), "");
}

export function showEdits() {
  const waiting = unsent().filter((event) => event.kind === "edited");
  for (const message of $("log").querySelectorAll("[data-change]")) {
    if (!waiting.some((event) => event.id === message.dataset.change)) settle(message, null, texts.edited);
  }
  for (const { id, ref, text } of waiting) {
    const message = $("log").querySelector(`[data-sent="${ref}"]`);
    if (!message) continue;
    const words = message.querySelector(".bubble p");
    if (!changed.has(id)) changed.set(id, words.textContent);
    words.textContent = text;
    message.dataset.change = id;
    message.classList.add("waiting");
    message.querySelector(".state").textContent = texts.waiting;
  }
}

function settle(message, text, state) {
  delete message.dataset.change;
  message.classList.remove("waiting");
  if (text !== null) message.querySelector(".bubble p").textContent = text;
  message.querySelector(".state").textContent = state;
}

function showAll() {
  for (const event of unsent()) show(event);
  showEdits();
}

document.addEventListener("queued", ({ detail }) => show(detail));
document.addEventListener("sent", ({ detail }) => sent(detail.id));
document.addEventListener("failed", ({ detail }) => failed(detail));
document.addEventListener("elsewhere", showAll);
showAll();
