// The page in the browser: inserts what comes, sends what is typed or pressed, and keeps what could not be sent yet.
// Knows nothing of the form; every sentence comes from the server.

const body = document.body;
const $ = (id) => document.getElementById(id);
const [log, pending, scroll, input, composer, toastBox, offlineBar] = ["log", "pending", "scroll", "input", "composer", "toast", "offline"].map($);
const texts = JSON.parse(body.dataset.texts);
const KEY = `unsent ${body.dataset.person}`;
const DRAFT = `draft ${body.dataset.person}`;
const FILE_MOST = 200_000;
const SLOWEST = 20_000;

let last = Number(body.dataset.last);
let stream = null;
let streamTimer = 0;
let sending = false;
let sendTimer = 0;
let delay = 500;

// What was not sent yet. It stands in localStorage, so that it outlives a reload, a crash and an expired session.

function unsent() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function keep(events) {
  if (events.length) localStorage.setItem(KEY, JSON.stringify(events));
  else localStorage.removeItem(KEY);
}

function drop(id) {
  keep(unsent().filter((event) => event.id !== id));
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(event, tell) {
  const whole = { id: newId(), ...event };
  tell?.(whole.id);
  keep([...unsent(), whole]);
  showPending(whole);
  flush();
  return whole.id;
}

async function flush() {
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

let posting = Promise.resolve(); // what is on its way to the server

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
    if (result !== "refused") arrived(next.id);
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
    offline(true);
    return "later";
  }
  offline(false);
  if (response.status === 401) {
    leave(texts.signed_out);
    return "later";
  }
  if (response.status === 429 || response.status >= 500) return "later";
  if (!response.ok) {
    failed(event);
    return "refused";
  }
  const { toast, refused } = await response.json();
  document.dispatchEvent(new CustomEvent("sent", { detail: { id: event.id, refused } }));
  if (toast) {
    sessionStorage.setItem("said", toast);
    showToast(toast);
    wakeButtons();
  }
  return "sent";
}

function leave(said) {
  if (!sessionStorage.getItem("said")) sessionStorage.setItem("said", said);
  location.assign("/");
}

// What is shown before the server has it.

function showPending(event) {
  const text = event.kind === "said" ? event.text : event.label;
  if (!text || document.querySelector(`[data-sent="${event.id}"]`)) return;
  const message = element("article", "message own waiting", { sent: event.id });
  const bubble = element("div", "bubble");
  bubble.append(element("p", "", {}, text));
  message.append(bubble, element("span", "state", {}, texts.waiting));
  pending.append(message);
  toEnd();
}

function arrived(id) {
  const state = pending.querySelector(`[data-sent="${id}"] .state`);
  if (state) state.textContent = "";
  // What the server does not keep, such as a message before consent, is not to be seen for ever.
  setTimeout(() => pending.querySelector(`[data-sent="${id}"]`)?.remove(), 4000);
}

function failed(event) {
  pending.querySelector(`[data-sent="${event.id}"]`)?.remove();
  if (event.kind === "said" && !input.value) setInput(event.text);
  showToast(texts.not_sent);
}

function element(name, className = "", data = {}, text = "") {
  const made = document.createElement(name);
  made.className = className;
  Object.assign(made.dataset, data);
  made.textContent = text;
  return made;
}

// What comes.

function connect() {
  clearTimeout(streamTimer);
  stream?.close();
  stream = new EventSource(`/stream?after=${last}`);
  stream.addEventListener("open", () => {
    offline(false);
    flush();
  });
  stream.addEventListener("error", () => {
    offline(!navigator.onLine || stream.readyState !== EventSource.OPEN);
    if (stream.readyState === EventSource.CLOSED) streamTimer = setTimeout(connect, 3000);
  });
  stream.addEventListener("message", (event) => insert(JSON.parse(event.data)));
  stream.addEventListener("around", (event) => surround(JSON.parse(event.data)));
  stream.addEventListener("secret", (event) => {
    log.insertAdjacentHTML("beforeend", JSON.parse(event.data).html);
    toEnd();
  });
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("out", async () => {
    stream.close();
    await posting; // its answer may say why: everything was deleted, for one
    leave(texts.signed_out);
  });
}

function insert({ id, html }) {
  if (id <= last) return;
  last = id;
  const stay = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight > 400;
  const template = document.createElement("template");
  template.innerHTML = html;
  const message = template.content.firstElementChild;
  const own = message.dataset.sent;
  if (own) {
    pending.querySelector(`[data-sent="${own}"]`)?.remove();
    drop(own);
  }
  if (message.classList.contains("question")) {
    sleepButtons();
    // The label stands in a bubble of its own by now.
    for (const button of log.querySelectorAll(".pressed")) button.classList.remove("pressed");
  }
  log.append(message);
  fold(message.previousElementSibling, message);
  if (!stay) toEnd();
}

// A question that is asked again without a word in between, after a look at a table, say, is shown once.
function fold(before, after) {
  const asked = (message) => [...(message?.querySelectorAll(".bubble:not(.note) p:not(.hidden)") ?? [])].map((p) => p.textContent).join("\n");
  const both = before?.classList.contains("question") && after.classList.contains("question");
  if (both && asked(before) === asked(after)) before.classList.add("again");
}

function surround({ title, percent, outline, members }) {
  $("title").textContent = title || texts.name;
  document.title = title ? `${title} · ${texts.name}` : texts.name;
  $("bar").value = percent;
  $("bar").setAttribute("aria-label", `${percent}%`);
  $("percent").textContent = `${percent}%`;
  replaceKeepingFocus($("parts"), outline);
  $("members").innerHTML = members;
  refreshPane();
}

function replaceKeepingFocus(list, html) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset : null;
  const at = list.parentElement.scrollTop;
  list.innerHTML = html;
  list.parentElement.scrollTop = at;
  if (focused) {
    const same = [...list.querySelectorAll("button")].find((b) => b.dataset.went === focused.went && b.dataset.row === focused.row);
    same?.focus({ preventScroll: true });
  }
}

function sleepButtons() {
  for (const button of log.querySelectorAll("[data-press]:enabled")) button.disabled = true;
}

function wakeButtons() {
  const buttons = [...log.querySelectorAll(".question")].at(-1)?.querySelectorAll("[data-press]") ?? [];
  for (const button of buttons) {
    button.disabled = false;
    button.classList.remove("pressed");
  }
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
}

async function earlier() {
  const first = log.firstElementChild?.dataset.id;
  if (!first) return;
  const response = await fetch(`/earlier?before=${first}`);
  if (!response.ok) return;
  const { html, more } = await response.json();
  const height = scroll.scrollHeight;
  log.setAttribute("aria-live", "off");
  log.insertAdjacentHTML("afterbegin", html);
  scroll.scrollTop += scroll.scrollHeight - height;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
  $("earlier").hidden = !more;
}

// What the person does.

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value;
  if (!text.trim()) return;
  setInput("");
  send({ kind: "said", text });
  input.focus();
});

const fine = matchMedia("(pointer: fine)");
input.addEventListener("keydown", (event) => {
  // While a word is being composed, Enter only chooses it. On a phone Enter is a new line.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !fine.matches) return;
  event.preventDefault();
  composer.requestSubmit();
});

input.addEventListener("input", () => {
  localStorage.setItem(DRAFT, input.value);
  grow();
});

function setInput(text) {
  input.value = text;
  if (text) localStorage.setItem(DRAFT, text);
  else localStorage.removeItem(DRAFT);
  grow();
}

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  input.rows = Math.min(10, Math.max(1, input.value.split("\n").length));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, summary");
  if (button?.closest("#table")) return; // table.js sees to it
  if (!button?.closest("#menu")) $("menu").open = false;
  if (!button || button.disabled) return;
  const { press, command, went, row, view, open, copy, post: url } = button.dataset;
  if (button.dataset.copyText !== undefined) copyText(button.previousElementSibling.textContent);
  if (press !== undefined) {
    sleepButtons();
    button.classList.add("pressed");
    send({ kind: "pressed", data: press, label: button.textContent });
    if (fine.matches) input.focus({ preventScroll: true });
  } else if (command !== undefined) {
    $("menu").open = false;
    show("chat");
    send({ kind: "command", name: command });
  } else if (went !== undefined) {
    show(wide.matches ? body.dataset.view : "chat");
    send({ kind: "went", item: went, row: row ?? "" });
  } else if (view !== undefined) {
    show(wide.matches && body.dataset.view === view ? "chat" : view);
  } else if (open !== undefined) {
    $("menu").open = false;
    if (open === "device") openDevice();
    else $(open).showModal();
  } else if (copy !== undefined) {
    copyFrom($(copy));
  } else if (url !== undefined) {
    ask(url);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("menu").open) {
    $("menu").open = false;
    $("menu").querySelector("summary").focus();
  }
});

$("earlier").addEventListener("click", earlier);

async function openDevice() {
  const response = await fetch("/device", { method: "POST" });
  if (!response.ok) return leave(texts.signed_out);
  $("device-content").innerHTML = await response.text();
  $("device").showModal();
}

function copyFrom(field) {
  field.select();
  copyText(field.value);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS the clipboard is closed to pages, but for what is selected in them.
    const box = element("textarea");
    box.value = text;
    (document.querySelector("dialog[open]") ?? body).append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  showToast(texts.device_copied);
}

async function ask(url) {
  const response = await fetch(url, { method: "POST" });
  if (response.ok) showToast((await response.json()).toast);
  $("device").close();
}

// Beside the conversation.

const wide = matchMedia("(min-width: 60rem)");
const PANES = { preview: () => "/preview", table: () => $("table").dataset.url, files: () => "/files" };
let paneTimer = 0;
let paneTold = "";

function show(view) {
  body.dataset.view = view;
  for (const tab of document.querySelectorAll(".tabs button")) tab.setAttribute("aria-current", String(tab.dataset.view === view));
  for (const name of Object.keys(PANES)) $(name).hidden = name !== view;
  if (view === "chat") toEnd();
  if (view in PANES) loadPane();
}

document.addEventListener("pane", loadPane);
document.addEventListener("send", ({ detail: { event, id } }) => send(event, id));

function refreshPane() {
  clearTimeout(paneTimer);
  if (body.dataset.view in PANES) paneTimer = setTimeout(loadPane, 800);
}

async function loadPane() {
  clearTimeout(paneTimer);
  const name = body.dataset.view;
  const response = await fetch(PANES[name]()).catch(() => null);
  if (!response?.ok || body.dataset.view !== name) return;
  const html = await response.text();
  if (name === "table") document.dispatchEvent(new CustomEvent("table", { detail: html }));
  else if (paneTold !== html) $(name).innerHTML = html;
  paneTold = html;
  if ($(name).querySelector('[data-fresh="no"]')) paneTimer = setTimeout(loadPane, 1500);
}

// Files and pasting.

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    $("drop").hidden = kind !== "dragover";
    if (kind === "drop") takeFile(event.dataTransfer.files[0]);
  });
}

input.addEventListener("paste", (event) => {
  const file = event.clipboardData?.files[0];
  if (!file || event.clipboardData.getData("text/plain")) return; // cells of a table come as text and as a picture
  event.preventDefault();
  takeFile(file);
});

async function takeFile(file) {
  if (!file) return;
  if (!/^text\//.test(file.type) && !/\.(txt|csv|tsv|md)$/i.test(file.name)) return showToast(texts.file_not_text);
  if (file.size > FILE_MOST) return showToast(texts.file_too_large);
  const bytes = await file.arrayBuffer();
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("gb18030").decode(bytes); // what a Chinese Windows writes
  }
  setInput(input.value ? `${input.value}\n${text.trim()}` : text.trim());
  input.focus();
}

// Signs.

function showToast(text) {
  const said = element("p", "", {}, text);
  toastBox.replaceChildren(said);
  setTimeout(() => said.remove(), 6000);
}

let offlineTimer = 0;
function offline(is) {
  clearTimeout(offlineTimer);
  if (!is) offlineBar.hidden = true;
  // A connection that comes back at once is not worth a word.
  else offlineTimer = setTimeout(() => {
    offlineBar.textContent = texts.offline;
    offlineBar.hidden = false;
  }, 1500);
}

// Beginning, and coming back.

addEventListener("online", () => {
  delay = 500;
  connect();
});
addEventListener("offline", () => offline(true));
addEventListener("pageshow", (event) => {
  if (event.persisted) connect(); // by the back button, as it was left
});
addEventListener("pagehide", () => stream?.close());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && stream?.readyState === EventSource.CLOSED) connect();
});
addEventListener("storage", (event) => {
  if (event.key === KEY) for (const other of unsent()) showPending(other);
});

sessionStorage.removeItem("said");
for (const event of unsent()) showPending(event);
setInput(localStorage.getItem(DRAFT) ?? "");
for (const message of log.children) fold(message.previousElementSibling, message);
toEnd();
connect();
$("frame").inert = false;
if (fine.matches) input.focus();
