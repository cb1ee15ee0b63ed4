// <console-keys>: one key for each control of the console, a list of them behind "?", and a switch that turns them off.
const OFF = "console-keys:off";

class ConsoleKeys extends HTMLElement {
  #press = (event) => this.#pressed(event);
  #stay = () => this.#keepPlace();
  #place = "";

  connectedCallback() {
    this.list = this.querySelector("dialog");
    const opener = this.querySelector("[data-list]");
    opener.hidden = false;
    opener.addEventListener("click", () => this.list.showModal());
    this.on = this.querySelector("[data-on]");
    this.on.checked = !off();
    this.on.addEventListener("change", () => switchTo(this.on.checked));
    document.addEventListener("keydown", this.#press);
    document.addEventListener("focusin", this.#noted);
    document.addEventListener("htmx:after:swap", this.#stay);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press);
    document.removeEventListener("focusin", this.#noted);
    document.removeEventListener("htmx:after:swap", this.#stay);
  }

  #pressed(event) {
    const writing = event.target.closest?.("input, select, textarea, dialog, [contenteditable]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !this.on.checked) return;
    if (event.key === "?") { event.preventDefault(); return this.list.showModal(); }
    const key = CSS.escape(event.key.toLowerCase());
    const reached = document.querySelector(`[data-reach="${key}"]`);
    if (reached) { event.preventDefault(); return reached.focus(); } // what cannot be undone is never one key away
    document.querySelector(`[data-key="${key}"]`)?.click();
  }

  #noted = (event) => { this.#place = event.target.closest?.("[id]")?.closest("#now") ? "now" : ""; };

  // The button somebody pressed may be gone with what it did: keep them where they were, not at the top of the page.
  #keepPlace() {
    if (this.#place && document.activeElement === document.body) document.getElementById("now-title")?.focus({ preventScroll: true });
  }
}

function off() { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } }

function switchTo(on) { try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"); } catch { /* until the page closes */ } }

customElements.define("console-keys", ConsoleKeys);
