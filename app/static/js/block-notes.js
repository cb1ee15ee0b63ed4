// <block-notes>: shows the note to the activity everybody is at, and keeps what is typed a moment after it was typed.
const PAUSE = 800;

class BlockNotes extends HTMLElement {
  #drawn = () => this.#follow();
  #due = new Map();

  connectedCallback() {
    document.addEventListener("htmx:after:swap", this.#drawn);
    addEventListener("pagehide", this.#leave);
    this.addEventListener("input", (event) => this.#typed(event.target.closest("form")));
    this.addEventListener("submit", (event) => { event.preventDefault(); this.#keep(event.target); });
    this.#follow();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#drawn);
    removeEventListener("pagehide", this.#leave);
  }

  // On a page that lists every activity each has its note; on the console only the one everybody is at.
  #follow() {
    if (this.dataset.follows === undefined) return;
    const at = document.querySelector("#now")?.dataset.activity ?? "";
    let shown = [...this.querySelectorAll("form")].find((form) => form.dataset.activity === at);
    if (at && !shown) shown = this.#another(at);
    for (const form of this.querySelectorAll("form")) if (form.hidden !== (form !== shown)) form.hidden = form !== shown;
    this.hidden = !shown;
  }

  // An activity that was added since this page was drawn: nobody can have written to it from here.
  #another(at) {
    const form = this.querySelector("template")?.content.firstElementChild?.cloneNode(true);
    if (!form) return undefined;
    form.dataset.activity = at;
    form.action = form.getAttribute("action").replace("{id}", at);
    this.append(form);
    return form;
  }

  #typed(form) {
    say(form, "");
    clearTimeout(this.#due.get(form));
    this.#due.set(form, setTimeout(() => this.#keep(form), PAUSE));
  }

  #leave = () => { for (const form of this.#due.keys()) this.#keep(form); };

  async #keep(form) {
    clearTimeout(this.#due.get(form));
    this.#due.delete(form);
    const { saved, unsaved } = this.dataset;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
      const said = answer.ok || answer.status >= 500 ? "" : textOf(await answer.text());
      say(form, answer.ok ? saved : said || unsaved);
    } catch {
      say(form, unsaved);
    }
  }
}

function say(form, words) { form.querySelector("[data-kept]").textContent = words ?? ""; }

function textOf(html) { return new DOMParser().parseFromString(html, "text/html").querySelector("[role=alert]")?.textContent ?? ""; }

customElements.define("block-notes", BlockNotes);
