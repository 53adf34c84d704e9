// The door: says what the page that was left wanted to say.
const said = sessionStorage.getItem("said");
if (said) {
  const flash = document.getElementById("flash");
  flash.textContent = said;
  flash.hidden = false;
  sessionStorage.removeItem("said");
}
