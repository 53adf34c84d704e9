// What is shown before the server has it: messages on their way, and the new text of those that are being edited.
// Knows nothing of sending, and not what anything means.

import { drop, unsent } from "./queue.js";
import { acted, newest, show as look } from "./sight.js";
import { $, element, showToast, texts } from "./signs.js";

export const WRONG = "not-edited"; // the id of the reason why a message did not get another text

function show(event) {
  if (event.kind === "edited") return showEdits();
  acted();
  const text = event.kind === "said" ? event.text : event.label;
  if (!text || document.querySelector(`[data-sent="${event.id}"]`)) return;
  const message = element("article", "message own waiting", { sent: event.id, at: newest()?.id ?? "" });
  const bubble = element("div", "bubble");
  bubble.append(element("p", "", {}, text));
  message.append(bubble, element("span", "state", {}, texts.waiting));
  $("pending").append(message);
  acted();
}

const shown = (id) => $("pending").querySelector(`[data-sent="${id}"]`);

// The message is in the conversation now.
export function arrived(id) {
  shown(id)?.remove();
  drop(id);
}

// What is the matter with what is on its way.
export function remark(id, text) {
  const state = shown(id)?.querySelector(".state");
  if (!state) return;
  state.textContent = text;
  state.classList.add("wrong");
}

function sent({ id, kind, edited, refused }) {
  if (kind === "edited") settle(id, edited, refused);
  const message = shown(id);
  if (!message) return;
  message.querySelector(".state").textContent = "";
  message.dataset.taken = "";
  followed();
  setTimeout(() => message.remove(), 4000);
}

// What the server does not keep, such as /start, is not to be seen any more once a question has followed it.
export function followed() {
  for (const message of $("pending").querySelectorAll("[data-taken]")) {
    if (message.dataset.at !== (newest()?.id ?? "")) message.remove();
  }
}

function failed({ id }) {
  shown(id)?.remove();
  settle(id, false, "");
}

// Edits: the message shows the text that was sent; `holds` keeps what the server has, until it has answered.

export function showEdits() {
  const waiting = unsent().filter((event) => event.kind === "edited");
  for (const message of $("log").querySelectorAll("[data-change]")) {
    if (!waiting.some((event) => event.id === message.dataset.change)) settle(message.dataset.change, false, "");
  }
  for (const { id, ref, text } of waiting) {
    const message = $("log").querySelector(`[data-sent="${ref}"]`);
    if (!message) continue;
    const words = message.querySelector(".bubble p");
    const state = message.querySelector(".state");
    message.dataset.holds ??= words.textContent;
    message.dataset.stood ??= state.textContent;
    words.textContent = text;
    message.dataset.change = id;
    message.classList.add("waiting");
    message.querySelector(".wrong")?.remove();
    state.textContent = texts.waiting;
  }
}

// What was not taken is not to be seen, and the reason stands where it would have been.
function settle(id, taken, refused) {
  const message = $("log").querySelector(`[data-change="${id}"]`);
  if (!message) return refused && showToast(refused);
  const { holds, stood } = message.dataset;
  for (const name of ["change", "holds", "stood"]) delete message.dataset[name];
  message.classList.remove("waiting");
  message.querySelector(".state").textContent = taken ? texts.edited : stood;
  if (taken) return;
  message.querySelector(".bubble p").textContent = holds;
  if (!refused) return;
  $(WRONG)?.removeAttribute("id");
  const reason = element("p", "wrong", {}, refused);
  reason.id = WRONG;
  message.querySelector(".bubble").after(reason);
  look(reason);
}

function showAll() {
  for (const event of unsent()) show(event);
  showEdits();
}

document.addEventListener("queued", ({ detail }) => show(detail));
document.addEventListener("sent", ({ detail }) => sent(detail));
document.addEventListener("failed", ({ detail }) => failed(detail));
document.addEventListener("elsewhere", showAll);
showAll();
