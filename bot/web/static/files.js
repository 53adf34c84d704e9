// Files dropped, pasted or chosen: handed in as they are, one after the other. Must not know what is in them: the server
// reads them, and what comes of one stands in the conversation.

import { asked } from "./log.js";
import { remark } from "./pending.js";
import { flush, newId } from "./queue.js";
import { $, body, leave, showToast, tell, texts } from "./signs.js";

const MOST = Number(body.dataset.fileMost);
const SLOW = 300_000; // milliseconds until a file that does not get through is given up

let handing = Promise.resolve();

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    $("drop").hidden = kind !== "dragover";
    if (kind === "drop") handIn(event.dataTransfer.files);
  });
}

$("input").addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || event.clipboardData.getData("text/plain")) return; // cells of a table come as text and as a picture
  event.preventDefault();
  handIn(files);
});

$("choose").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", async ({ target }) => {
  await handIn(target.files);
  target.value = ""; // the same file, changed since, can be chosen again
});

// In their order, behind what was typed before.
function handIn(files) {
  for (const file of files) handing = handing.then(() => hand(file));
  return handing;
}

// One that was not taken stays to be seen, with the reason.
async function hand(file) {
  const about = { id: newId(), name: file.name.slice(-200) };
  if (asked() !== undefined) about.asked = asked();
  tell("queued", { id: about.id, kind: "file", label: about.name });
  if (file.size > MOST) return remark(about.id, texts.file_too_large);
  showToast(texts.file_reading);
  await flush();
  let came = await post(about, file);
  if (came.again) came = await post(about, file);
  showToast("");
  if (came.said) remark(about.id, came.said);
  else tell("sent", about);
}

// What is to be said of it, "" for nothing; and whether it did not get through, and may be tried again.
async function post(about, file) {
  try {
    const response = await fetch(`/upload?${new URLSearchParams(about)}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: await file.arrayBuffer(),
      signal: AbortSignal.timeout?.(SLOW),
    });
    if (response.status === 401) return { said: leave(texts.signed_out) ?? "" };
    if (response.status === 413) return { said: texts.file_too_large };
    if (response.status >= 500) return { said: texts.not_saved, again: true };
    return { said: (await response.json()).said ?? "" };
  } catch {
    return { said: texts.file_not_read, again: true };
  }
}
