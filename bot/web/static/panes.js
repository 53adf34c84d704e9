// What stands around the conversation: the head, the outline, and the panes that are opened beside it.
// Knows nothing of what they show; a table is for table.js.

import { $, beFresh, body, tell, texts } from "./signs.js";
import { keepFocus, look, newest } from "./sight.js";

const PANES = { preview: "/preview", table: "", files: "/files" };
let paneTimer = 0;
let paneTold = "";

// Told is what is another now.
export function surround({ title, percent, outline, parts, members, unfit, preview }) {
  if (title !== undefined) {
    $("title").textContent = title || texts.name;
    document.title = title ? texts.title.replace("{name}", () => title) : texts.name;
  }
  if (percent !== undefined) {
    $("bar").value = percent;
    $("bar").setAttribute("aria-label", `${percent}%`);
    $("percent").textContent = `${percent}%`;
  }
  if (outline !== undefined) keepingFocus($("parts"), (list) => (list.innerHTML = outline));
  if (parts !== undefined) keepingFocus($("parts"), (list) => Object.entries(parts).forEach(([at, html]) => (list.children[at].outerHTML = html)));
  if (members !== undefined) $("members").innerHTML = members;
  for (const button of unfit ? document.querySelectorAll("#menu [data-command]") : [])
    button.hidden = unfit.includes(button.dataset.command);
  if (preview !== undefined && body.dataset.view === "preview") loadPane();
  else refreshPane();
}

function keepingFocus(list, change) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset : null;
  const at = list.parentElement.scrollTop;
  change(list);
  list.parentElement.scrollTop = at;
  if (focused) {
    const same = [...list.querySelectorAll("button")].find((b) => b.dataset.went === focused.went && b.dataset.row === focused.row);
    same?.focus({ preventScroll: true });
    keepFocus();
  }
}

export function show(view) {
  const before = body.dataset.view;
  body.dataset.view = view;
  for (const tab of document.querySelectorAll(".tabs button")) tab.setAttribute("aria-current", String(tab.dataset.view === view));
  for (const name of Object.keys(PANES)) $(name).hidden = name !== view;
  if (view === "chat" && before !== "chat") {
    look();
    if (newest()) beFresh(newest());
  }
  if (view in PANES) loadPane(before !== view);
}

function refreshPane() {
  clearTimeout(paneTimer);
  if (body.dataset.view in PANES) paneTimer = setTimeout(loadPane, body.dataset.view === "files" ? 800 : 100);
}

async function loadPane(opened = false) {
  clearTimeout(paneTimer);
  const name = body.dataset.view;
  if (!(name in PANES)) return; // left again before it was to be refreshed
  if (name === "table") return tell("table", { opened });
  const response = await fetch(PANES[name]).catch(() => null);
  if (!response?.ok || body.dataset.view !== name) return;
  const html = await response.text();
  if (paneTold !== html) $(name).innerHTML = html;
  paneTold = html;
  keepFocus();
}
