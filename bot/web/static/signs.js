// What every part of the page uses: its elements and sentences, and the small signs that something is the matter.
// Knows nothing of what a message says.

export const body = document.body;
export const texts = JSON.parse(body.dataset.texts);
export const fine = matchMedia("(pointer: fine)");
export const wide = matchMedia("(min-width: 60rem)");
const HASTY = 500; // milliseconds in which a second press is one by mistake
export const $ = (id) => document.getElementById(id);

export function element(name, className = "", data = {}, text = "") {
  const made = document.createElement(name);
  made.className = className;
  Object.assign(made.dataset, data);
  made.textContent = text;
  return made;
}

export function tell(kind, detail) {
  document.dispatchEvent(new CustomEvent(kind, { detail }));
}

// Two taps on one spot are one: what is new takes no press of a pointer at first, be it only to leave a question out, and
// of a dialog what takes something away. Keys and readers name it first.
export function beFresh(part) {
  part.classList.add("fresh");
  setTimeout(() => part.classList.remove("fresh"), HASTY);
}

export function openDialog(dialog) {
  beFresh(dialog);
  dialog.showModal();
}

// "" takes back what was said. It stands above the typing box, however large that is.
export function showToast(text) {
  const said = text ? [element("p", "", {}, text)] : [];
  const top = $("composer").getBoundingClientRect().top;
  $("toast").style.bottom = top ? `${innerHeight - top + 8}px` : "";
  $("toast").replaceChildren(...said);
  setTimeout(() => said[0]?.remove(), 6000);
}

// What is the matter stands in a bar until it is over; of several things the first in this order.
const TROUBLES = ["unsaved", "storage_full", "offline"];
const PATIENCE = { offline: 1500 }; // milliseconds: a connection that comes back at once is not worth a word
const matters = new Map(); // what is the matter -> the timer after which it is said

export function trouble(what, is) {
  if (is === matters.has(what)) return;
  if (is) matters.set(what, setTimeout(() => showTrouble(what), PATIENCE[what] ?? 0));
  else {
    clearTimeout(matters.get(what));
    matters.delete(what);
    said.delete(what);
    showTrouble();
  }
}

const said = new Set();
function showTrouble(what) {
  if (what) said.add(what);
  const worst = TROUBLES.find((one) => said.has(one));
  $("offline").hidden = !worst;
  if (worst) $("offline").textContent = texts[worst];
}

export function leave(why) {
  if (!sessionStorage.getItem("said")) sessionStorage.setItem("said", why);
  location.assign("/");
}

// What a person half typed or did not send yet is nobody else's who uses the browser after them.
export function forget() {
  localStorage.clear();
  sessionStorage.clear();
}
