// What every part of the page uses: its elements and sentences, and the small signs that something is the matter.
// Knows nothing of what a message says.

export const body = document.body;
export const texts = JSON.parse(body.dataset.texts);
export const fine = matchMedia("(pointer: fine)");
export const wide = matchMedia("(min-width: 60rem)");
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

// "" takes back what was said. It stands above the typing box, however large that is.
export function showToast(text) {
  const said = text ? [element("p", "", {}, text)] : [];
  const top = $("composer").getBoundingClientRect().top;
  $("toast").style.bottom = top ? `${innerHeight - top + 8}px` : "";
  $("toast").replaceChildren(...said);
  setTimeout(() => said[0]?.remove(), 6000);
}

let offlineTimer = 0;
export function offline(is) {
  clearTimeout(offlineTimer);
  if (!is) $("offline").hidden = true;
  // A connection that comes back at once is not worth a word.
  else offlineTimer = setTimeout(() => {
    $("offline").textContent = texts.offline;
    $("offline").hidden = false;
  }, 1500);
}

export function leave(said) {
  if (!sessionStorage.getItem("said")) sessionStorage.setItem("said", said);
  location.assign("/");
}

// The question that is to be seen, which what is done now answers: elsewhere another may be asked meanwhile.
export function asked() {
  const id = [...$("log").querySelectorAll(".question")].at(-1)?.dataset.id;
  return id && Number(id);
}
