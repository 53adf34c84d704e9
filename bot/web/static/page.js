// The page in the browser: the conversation as it comes, what is pressed, and what stands beside it.
// Knows nothing of the form; every sentence comes from the server. What is typed is for typing.js, what is sent for queue.js.

import "./files.js";
import { arrived, showEdits } from "./pending.js";
import { flush, hurry, posted, send } from "./queue.js";
import { $, asked, body, element, fine, leave, offline, showToast, texts, wide } from "./signs.js";
import { edit } from "./typing.js";

const [log, scroll, input] = ["log", "scroll", "input"].map($);

let last = Number(body.dataset.last);
let stream = null;
let streamTimer = 0;

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
  stream.addEventListener("edited", (event) => replace(JSON.parse(event.data)));
  stream.addEventListener("around", (event) => surround(JSON.parse(event.data)));
  stream.addEventListener("secret", (event) => {
    log.insertAdjacentHTML("beforeend", JSON.parse(event.data).html);
    toEnd();
  });
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("out", async () => {
    stream.close();
    await posted(); // its answer may say why: everything was deleted, for one
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
  if (message.dataset.sent) arrived(message.dataset.sent);
  if (message.classList.contains("question")) {
    sleepButtons();
    // The label stands in a bubble of its own by now.
    for (const button of log.querySelectorAll(".pressed")) button.classList.remove("pressed");
  }
  log.append(message);
  fold(message.previousElementSibling, message);
  if (!stay) toEnd();
}

// A message that has another text now, and may be too old to be shown.
function replace({ id, html }) {
  const old = $(`m${id}`);
  if (!old) return;
  const focused = old.contains(document.activeElement);
  const template = document.createElement("template");
  template.innerHTML = html;
  const message = template.content.firstElementChild;
  message.classList.toggle("editing", old.classList.contains("editing"));
  old.replaceWith(message);
  showEdits();
  if (focused) message.querySelector("[data-edit]").focus({ preventScroll: true });
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

// Where the typing box grows, whoever was at the end stays there.
let atEnd = true;
scroll.addEventListener("scroll", () => (atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 8));
new ResizeObserver(() => atEnd && toEnd()).observe(scroll);

async function earlier() {
  const first = log.firstElementChild?.dataset.id;
  if (!first) return;
  const response = await fetch(`/earlier?before=${first}`);
  if (!response.ok) return;
  const { html, more } = await response.json();
  const height = scroll.scrollHeight;
  log.setAttribute("aria-live", "off");
  log.insertAdjacentHTML("afterbegin", html);
  showEdits();
  scroll.scrollTop += scroll.scrollHeight - height;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
  $("earlier").hidden = !more;
}

// What the person does.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, summary");
  if (button?.closest("#table")) return; // table.js sees to it
  if (!button?.closest("#menu")) $("menu").open = false;
  if (!button || button.disabled) return;
  const { press, command, went, row, view, open, copy, edit: ref, post: url } = button.dataset;
  if (button.dataset.copyText !== undefined) copyText(button.previousElementSibling.textContent);
  if (press !== undefined) {
    sleepButtons();
    button.classList.add("pressed");
    send({ kind: "pressed", data: press, label: button.textContent });
    if (fine.matches) input.focus({ preventScroll: true });
  } else if (command !== undefined) {
    $("menu").open = false;
    show("chat");
    send({ kind: "command", name: command, asked: asked() });
  } else if (went !== undefined) {
    show(wide.matches ? body.dataset.view : "chat");
    send({ kind: "went", item: went, row: row ?? "" });
  } else if (ref !== undefined) {
    edit(ref);
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
  if (!(name in PANES)) return; // left again before it was to be refreshed
  const response = await fetch(PANES[name]()).catch(() => null);
  if (!response?.ok || body.dataset.view !== name) return;
  const html = await response.text();
  if (name === "table") document.dispatchEvent(new CustomEvent("table", { detail: html }));
  else if (paneTold !== html) $(name).innerHTML = html;
  paneTold = html;
  if ($(name).querySelector('[data-fresh="no"]')) paneTimer = setTimeout(loadPane, 1500);
}

// Beginning, and coming back.

addEventListener("online", () => {
  hurry();
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
document.addEventListener("sent", ({ detail: { toast } }) => {
  if (!toast) return;
  showToast(toast);
  wakeButtons();
});

sessionStorage.removeItem("said");
for (const message of log.children) fold(message.previousElementSibling, message);
toEnd();
connect();
$("frame").inert = false;
if (fine.matches) input.focus();
