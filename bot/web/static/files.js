// Files dropped, pasted or chosen: their text goes into the typing box, to be looked at and sent.
// Knows nothing of the form, and not how a workbook is read: the server does that.

import { send } from "./queue.js";
import { $, body, leave, showToast, texts } from "./signs.js";
import { addInput } from "./typing.js";

const MOST = 200_000; // bytes of a text
const SHEET_MOST = Number(body.dataset.sheetMost);

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    $("drop").hidden = kind !== "dragover";
    if (kind === "drop") takeOne(event.dataTransfer.files);
  });
}

$("input").addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || event.clipboardData.getData("text/plain")) return; // cells of a table come as text and as a picture
  event.preventDefault();
  takeOne(files);
});

$("choose").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", async ({ target }) => {
  await take(target.files[0]);
  target.value = ""; // the same file, changed since, can be chosen again
});

// Of several none: whoever sees the first taken believes that all of them were.
function takeOne(files) {
  return files.length > 1 ? showToast(texts.file_one) : take(files[0]);
}

async function take(file) {
  if (!file) return;
  // By its name: where Excel is installed, a .csv claims to be a workbook too.
  if (/\.xls[xm]?$/i.test(file.name)) return takeSheet(file);
  if (!/^text\//.test(file.type) && !/\.(txt|csv|tsv|md)$/i.test(file.name)) return showToast(texts.file_unfit);
  if (file.size > MOST) return showToast(texts.file_too_large);
  const bytes = await file.arrayBuffer();
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("gb18030").decode(bytes); // what a Chinese Windows writes
  }
  addInput(text.replace(/^[\r\n]+|\s+$/g, "")); // a tab in front is an empty first cell
}

async function takeSheet(file) {
  if (file.size > SHEET_MOST) return showToast(texts.sheet_too_large);
  showToast(texts.file_reading);
  let response, found;
  try {
    const headers = { "Content-Type": "application/octet-stream" };
    response = await fetch("/sheet", { method: "POST", headers, body: await file.arrayBuffer() });
    if (response.status === 401) return leave(texts.signed_out);
    found = await response.json();
  } catch {
    return showToast(texts.file_not_read);
  }
  if (!response.ok) return showToast(found.said ?? texts.file_not_read);
  if (found.texts.length > 1) return askToSend(found);
  addInput(found.texts[0]);
  showToast(found.said);
}

function askToSend({ texts: parts, said }) {
  const dialog = $("several");
  if (dialog.open) return;
  const shown = dialog.querySelector("textarea");
  dialog.querySelector("p").textContent = said;
  shown.value = parts.join("\n\n");
  dialog.returnValue = "";
  showToast("");
  dialog.showModal();
  shown.scrollTop = 0;
  const answered = () => {
    if (dialog.returnValue === "yes") for (const text of parts) send({ kind: "said", text });
  };
  dialog.addEventListener("close", answered, { once: true });
}
