// <ranked-list data-drawn="codes in order">: says where something moved to, keeps the focus on what was pressed, and lets
// the list be dragged by its grips. Buttons do all of it without this.
class RankedList extends HTMLElement {
  static observedAttributes = ["data-drawn"];
  #moving = ""; // the code whose new place is not drawn yet
  #pressed = null;
  #dragged = null;

  connectedCallback() {
    this.addEventListener("submit", ({ target, submitter }) => {
      this.#moving = itemOf(target) ?? this.#moving;
      this.#pressed = submitter;
    });
    this.addEventListener("pointerdown", (event) => this.#take(event));
    this.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.addEventListener(end, () => this.#drop());
  }

  attributeChangedCallback(name, before) {
    if (before !== null && this.#moving) queueMicrotask(() => this.#moved());
  }

  #moved() {
    const item = this.querySelector(`[data-code="${CSS.escape(this.#moving)}"]`);
    const form = [...this.querySelectorAll("form")].find((one) => itemOf(one) === this.#moving);
    const name = form?.closest("li").querySelector(".rank__name");
    const rows = this.#rows();
    for (const row of rows) row.classList.toggle("rank__item-moved", row === item);
    const words = item ? this.dataset.sayPlace : this.dataset.sayOff;
    const place = rows.indexOf(item) + 1;
    this.querySelector("[data-said]").textContent = words.replace("{what}", name?.textContent.trim() ?? "").replace("{n}", place).replace("{of}", rows.length);
    this.#focus(form);
    this.#moving = "";
  }

  // A button that has gone, or can do no more at this end of the list, hands the focus to its neighbour.
  #focus(form) {
    if (!this.#pressed) return;
    const same = document.getElementById(this.#pressed.id);
    const others = [...(form ?? this).querySelectorAll("button:not(:disabled)")];
    (same && !same.disabled ? same : others.at(-1))?.focus();
    this.#pressed = null;
  }

  #rows() { return [...this.querySelectorAll("[data-code]")]; }

  #take(event) {
    if (!event.target.closest("[data-grip]") || event.button) return;
    event.preventDefault();
    this.#dragged = event.target.closest("[data-code]");
    this.#dragged.classList.add("rank__item-moved");
    this.setPointerCapture(event.pointerId);
  }

  #drag({ clientY }) {
    const row = this.#dragged;
    if (!row) return;
    const { top, bottom } = row.getBoundingClientRect();
    const before = row.previousElementSibling?.getBoundingClientRect();
    const after = row.nextElementSibling?.getBoundingClientRect();
    if (before && clientY < top && clientY < before.bottom - before.height / 2) row.previousElementSibling.before(row);
    else if (after && clientY > bottom && clientY > after.top + after.height / 2) row.nextElementSibling.after(row);
  }

  #drop() {
    const row = this.#dragged;
    if (!row) return;
    this.#dragged = null;
    const codes = this.#rows().map((one) => one.dataset.code);
    const form = this.querySelector("[data-order]");
    const fields = [...form.querySelectorAll("[name=value]")];
    if (codes.join(" ") === this.dataset.drawn || fields.length !== codes.length) return;
    fields.forEach((field, place) => { field.value = codes[place]; });
    form.requestSubmit();
    this.#moving = row.dataset.code;
    this.#pressed = null;
  }
}

// Not `form.elements.item`: that is the collection's own method.
const itemOf = (form) => form.querySelector("[name=item]")?.value;

customElements.define("ranked-list", RankedList);
