// What is in sight: where the conversation is scrolled to, the page above a keyboard on the screen, and where the focus
// goes when what had it is gone. Knows nothing of what a message says.

import { $, body, fine } from "./signs.js";

const MARGIN = 12; // pixels above what is shown first
const PAUSE = 1500; // milliseconds after which what comes belongs to another turn
const KEYBOARD = 150; // pixels that only a keyboard takes away
const scroll = $("scroll");
const log = $("log");

let first = null; // the first message that came since the person did something
let lately = -PAUSE; // when something came last
let held = "turn"; // what stays in sight when the page changes: the turn, the end, or what the person scrolled to
let shown = null; // what is told elsewhere than at the end, as long as that is what is looked at
let ours = 0; // where we scrolled to ourselves
let pressable = false; // whether the buttons of the newest question are in sight

const end = () => scroll.scrollHeight - scroll.clientHeight;
const top = (message) => scroll.scrollTop + message.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
const buttons = () => newest()?.querySelector(".buttons");

// The newest question; the log is long, and it stands near its end.
export function newest() {
  for (let chunk = log.lastElementChild; chunk; chunk = chunk.previousElementSibling) {
    const found = chunk.querySelectorAll(".question");
    if (found.length) return found[found.length - 1];
  }
  return null;
}

function to(position) {
  scroll.scrollTop = position;
  ours = scroll.scrollTop;
  pressable = isPressable();
}

function isPressable() {
  const { top: above, bottom, height } = buttons()?.getBoundingClientRect() ?? {};
  const view = scroll.getBoundingClientRect();
  return height > 0 && above >= view.top && bottom <= view.bottom + 1;
}

// The end, but never past the beginning of what is new.
export function look() {
  held = "turn";
  shown = null;
  to(first?.isConnected ? Math.min(end(), top(first) - MARGIN) : end());
}

// Something that is told elsewhere than at the end; it stays in sight until the person does something else.
export function show(place) {
  held = "hand";
  shown = place;
  place.scrollIntoView({ block: "center" });
  ours = scroll.scrollTop;
  pressable = false;
}

// The person has done something: what comes from now on is new.
export function acted() {
  first = null;
  look();
}

export function came(message) {
  const anew = performance.now() - lately > PAUSE && !message.matches(".notice");
  lately = performance.now();
  if (anew || message.matches(".own")) first = null; // of what was done elsewhere, or by itself after a while
  if (!message.matches(".own")) first ??= message;
  if (held !== "hand") look();
  const focused = document.activeElement;
  if (message.classList.contains("question") && (focused === body || focused.matches("#log .message"))) focusHome();
}

// Where the person comes back to a conversation: at what was said last.
export function comeBack() {
  const all = [...(log.lastElementChild?.children ?? [])];
  first = all[all.findLastIndex((message) => message.classList.contains("own")) + 1] ?? null;
  look();
}

// Something is put in above, and what is in sight stays.
export function insertAbove(insert) {
  const height = scroll.scrollHeight;
  scroll.style.overflowAnchor = "none";
  insert();
  to(scroll.scrollTop + scroll.scrollHeight - height);
  scroll.style.overflowAnchor = "";
}

const size = () => `${scroll.clientWidth} ${scroll.clientHeight}`;
let sized = size(); // when the page was last seen to

scroll.addEventListener("scroll", () => {
  if (size() !== sized) return; // the browser has kept something in place as the page changed: nobody scrolled
  if (Math.abs(scroll.scrollTop - ours) < 2) return;
  shown = null;
  const last = log.lastElementChild?.lastElementChild;
  if (end() - scroll.scrollTop < 8) held = "end";
  else held = last && last.getBoundingClientRect().top < scroll.getBoundingClientRect().bottom ? "near" : "hand";
  ours = scroll.scrollTop;
  pressable = isPressable();
});

// Where the typing box grows, a pane opens or a keyboard comes, the question does not go away under it.
new ResizeObserver(() => {
  const could = pressable;
  sized = size();
  if (shown?.isConnected) show(shown);
  else if (held === "turn") look();
  else if (held === "end") to(end());
  if (body.classList.contains("keyboard") && held !== "hand" && newest()) to(Math.min(end(), top(newest()) - MARGIN));
  else if (could && !isPressable()) to(Math.min(end(), top(buttons()) + buttons().offsetHeight + MARGIN - scroll.clientHeight));
}).observe(scroll);

// A keyboard on the screen: some browsers make the page smaller for it, others only what is seen of it.

let tallest = 0;
let width = 0;
function measure() {
  if (visualViewport.scale > 1.01) return;
  if (width !== innerWidth) [width, tallest] = [innerWidth, 0];
  tallest = Math.max(tallest, visualViewport.height);
  const open = !fine.matches && tallest - visualViewport.height > KEYBOARD;
  body.classList.toggle("keyboard", open);
  body.style.height = open ? `${visualViewport.height}px` : "";
  if (open) scrollTo(0, 0);
}
visualViewport.addEventListener("resize", measure);
measure();

// The focus is never nowhere: whoever uses a keyboard would begin at the top of the page again.

export function focusHome() {
  const place = newest() ?? scroll;
  if (scroll.getClientRects().length) place.focus({ preventScroll: true });
  else document.querySelector('.tabs [aria-current="true"]')?.focus();
}

export function keepFocus() {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const nowhere = document.activeElement === body || !document.activeElement?.getClientRects().length;
    if (nowhere && !document.querySelector("dialog[open]")) focusHome();
  }));
}
document.addEventListener("close", keepFocus, true); // of any dialog
