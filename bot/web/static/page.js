// The page in the browser: the line to the server, and what is pressed. Knows nothing of the form; every sentence comes
// from the server. What is typed is for typing.js, what is sent for queue.js, the messages are for log.js.

import "./files.js";
import { asked, insert, insertSecret, offerEdits, replace, sleepButtons, unfold, wakeButtons } from "./log.js";
import { show, surround } from "./panes.js";
import { answer, flush, hurry, posted, send } from "./queue.js";
import { comeBack, focusHome, keepFocus } from "./sight.js";
import { $, body, element, fine, forget, leave, openDialog, showToast, texts, trouble, wide } from "./signs.js";
import { edit, leaveEdit } from "./typing.js";

const input = $("input");

let last = Number(body.dataset.last);
let stream = null;
let streamTimer = 0;

// What comes.

function connect() {
  clearTimeout(streamTimer);
  stream?.close();
  stream = new EventSource(`/stream?after=${last}`);
  const on = (kind, take) => stream.addEventListener(kind, (event) => take(JSON.parse(event.data)));
  stream.addEventListener("open", () => {
    trouble("offline", false);
    flush();
  });
  stream.addEventListener("error", () => {
    trouble("offline", !navigator.onLine || stream.readyState !== EventSource.OPEN);
    if (stream.readyState === EventSource.CLOSED) streamTimer = setTimeout(connect, 3000);
  });
  on("message", ({ id, html }) => {
    if (id <= last) return;
    last = id;
    insert(html);
  });
  on("edited", ({ id, html }) => replace(id, html));
  on("around", (news) => {
    surround(news);
    if (news.edits) offerEdits(news.edits);
  });
  on("secret", ({ html }) => insertSecret(html));
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("out", async () => {
    stream.close();
    await posted(); // its answer may say why: everything was deleted, for one
    leave(texts.signed_out);
  });
}

// What the person does.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, summary");
  if (button?.closest("#table")) return; // table.js sees to it
  const chosen = button?.closest("#menu") && button.matches("button");
  if (chosen || !button?.closest("#menu")) $("menu").open = false;
  if (!button || button.disabled) return;
  const { press, command, went, row, view, open, copy, edit: ref, post: url } = button.dataset;
  if (button.dataset.copyText !== undefined) copyText(button.previousElementSibling.textContent);
  if (button.dataset.unfold !== undefined) unfold(button);
  if ((press ?? command ?? went) !== undefined) leaveEdit();
  if (press !== undefined) {
    const label = button.textContent;
    toInput();
    sleepButtons();
    button.classList.add("pressed");
    send({ kind: "pressed", data: press, label });
  } else if (command !== undefined) {
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
    if (open === "device") openDevice();
    else openDialog($(open));
  } else if (copy !== undefined) {
    copyFrom($(copy));
  } else if (url !== undefined) {
    ask(url);
  }
  keepFocus();
});

// A button that was pressed sleeps, and loses the focus. With a keyboard one types on; on a phone it would pop up.
function toInput() {
  if (fine.matches) input.focus({ preventScroll: true });
  else focusHome();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("menu").open) {
    $("menu").open = false;
    $("menu").querySelector("summary").focus();
  }
});

document.querySelector('form[action="/leave"]').addEventListener("submit", forget);

async function openDevice() {
  const response = await answer("/device");
  if (!response) return;
  $("device-content").innerHTML = await response.text();
  openDialog($("device"));
}

function copyFrom(field) {
  field.select();
  copyText(field.value);
}

async function copyText(text) {
  const focused = document.activeElement;
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
    focused.focus({ preventScroll: true });
  }
  showToast(texts.device_copied);
}

async function ask(url) {
  const response = await answer(url);
  if (response) showToast((await response.json()).toast);
  $("device").close();
}

// Beginning, and coming back.

addEventListener("online", () => {
  hurry();
  connect();
});
addEventListener("offline", () => trouble("offline", true));
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
document.addEventListener("failed", wakeButtons);

sessionStorage.removeItem("said");
comeBack();
connect();
$("frame").inert = false;
if (fine.matches) input.focus();
else focusHome();
