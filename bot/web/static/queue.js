// What was not sent yet, and sending it: in order, once, until it has arrived. It stands in localStorage, so that it
// outlives a reload, a crash and an expired session. Must not know how anything looks: it tells "queued", "sent", "failed".

import { body, forget, leave, showToast, tell, texts, trouble } from "./signs.js";

const KEY = `unsent ${body.dataset.person}`;
const SLOWEST = 20_000;
const NOT_YET = [401, 408, 429]; // signed out, not come whole, too fast

let sending = false;
let sendTimer = 0;
let delay = 500;
let posting = Promise.resolve(); // what is on its way to the server
let unkept = []; // what the browser has no room for, and would lose with the page

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

export const unsent = () => [...kept(), ...unkept];

// Whether there was room for it.
function keep(events) {
  try {
    if (events.length) localStorage.setItem(KEY, JSON.stringify(events));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

export function drop(id) {
  keep(kept().filter((event) => event.id !== id));
  unkept = unkept.filter((event) => event.id !== id);
  if (!unkept.length) trouble("storage_full", false);
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Returns the event's id where it would be lost with the page, "" where it is safe.
export function send(event) {
  const whole = { id: newId(), ...event };
  const safe = !unkept.length && keep([...kept(), whole]); // behind what waits already
  if (!safe) {
    unkept.push(whole);
    trouble("storage_full", true);
  }
  tell("queued", whole);
  flush();
  return safe ? "" : whole.id;
}

export function hurry() {
  delay = 500;
}

export const posted = () => posting;

export async function flush() {
  clearTimeout(sendTimer);
  if (sending) return;
  sending = true;
  try {
    // One tab at a time: so that what was typed in one order arrives in it.
    if (navigator.locks) await navigator.locks.request(KEY, sendAll);
    else await sendAll();
  } finally {
    sending = false;
  }
}

async function sendAll() {
  for (let next = unsent()[0]; next; next = unsent()[0]) {
    posting = post(next);
    const result = await posting;
    if (result === "later") {
      sendTimer = setTimeout(flush, delay);
      delay = Math.min(delay * 2, SLOWEST);
      return;
    }
    delay = 500;
    drop(next.id);
    const why = result === "refused" ? texts.not_sent : result.refused && result.toast; // there is no room for more, say
    if (why) tell("failed", { ...next, why });
    else tell("sent", { ...next, ...result });
  }
}

async function post(event) {
  let response;
  try {
    response = await fetch("/events", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...event, label: undefined }),
      signal: AbortSignal.timeout?.(30_000),
    });
  } catch {
    trouble("offline", true);
    return "later";
  }
  const receipt = response.ok ? await response.json().catch(() => null) : {};
  trouble("offline", !receipt); // it was not the server that has answered, but somebody on the way to it
  trouble("unsaved", response.status >= 500);
  if (response.status === 401) leave(texts.signed_out);
  if (!receipt || NOT_YET.includes(response.status) || response.status >= 500) return "later";
  if (!response.ok) return "refused";
  if (receipt.left) forget();
  if (receipt.toast) sessionStorage.setItem("said", receipt.toast);
  return receipt;
}

// What the server answers to what is not queued; null where nothing came of it, and then it is said why.
export async function answer(url, asked) {
  const response = await fetch(url, { method: "POST", body: asked }).catch(() => null);
  if (response?.ok) return response;
  if (response?.status === 401) leave(texts.signed_out);
  else showToast(response?.status === 429 ? texts.too_many : texts.not_saved);
  return null;
}

addEventListener("storage", (event) => {
  if (event.key === KEY) tell("elsewhere"); // another tab has sent something, or has something to send
});
addEventListener("beforeunload", (event) => {
  if (unkept.length) event.preventDefault();
});
