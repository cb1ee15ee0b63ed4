// <count-down data-ends="ms" data-paused="ms">: the server says when time is up; the page does the ticking.
class CountDown extends HTMLElement {
  #timer = 0;
  #drawn = () => this.#tick(); // a drawing brings the words it was drawn with

  connectedCallback() {
    this.#timer = setInterval(this.#drawn, 500);
    document.addEventListener("htmx:after:swap", this.#drawn);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("htmx:after:swap", this.#drawn);
  }

  #tick() {
    const offset = Number(document.documentElement.dataset.clockOffset ?? 0);
    const paused = this.dataset.paused;
    const left = paused ? Number(paused) : Number(this.dataset.ends) - Date.now() - offset;
    const shown = this.querySelector("[data-time]");
    if (!shown || (!paused && !this.dataset.ends)) return;
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (shown.textContent !== text) shown.textContent = text;
    const over = left <= 0 && !paused;
    if (this.hasAttribute("data-over") !== over) this.toggleAttribute("data-over", over);
    const word = this.querySelector("[data-word]");
    if (word && over && word.textContent !== this.dataset.sayOver) word.textContent = this.dataset.sayOver;
  }
}

customElements.define("count-down", CountDown);
