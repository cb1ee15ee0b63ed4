// <focus-on data-at="id of a prompt">: marks the prompt everybody is at, and quiets the others. Nothing is redrawn or lost.
class FocusOn extends HTMLElement {
  #drawn = () => this.#mark();

  connectedCallback() {
    document.addEventListener("htmx:after:swap", this.#drawn);
    this.#mark();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#drawn);
    mark("");
  }

  #mark() { mark(this.dataset.at ?? ""); }
}

function mark(at) {
  const there = at ? document.getElementById(at) : null;
  for (const one of document.querySelectorAll("[data-focus]")) if (one !== there) one.removeAttribute("data-focus");
  there?.setAttribute("data-focus", "");
  document.getElementById("stage")?.toggleAttribute("data-focused", Boolean(there));
}

customElements.define("focus-on", FocusOn);
