// <group-desk>: takes each step of grouping without leaving the page, so that nothing half-typed, ticked or folded open is
// lost, and lets ideas be dragged into groups. Without it every step is a form of its own.
class GroupDesk extends HTMLElement {
  #dragged = null;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#submitted(event));
    this.addEventListener("dragstart", (event) => this.#take(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("dragend", () => this.#leave());
    this.addEventListener("drop", (event) => this.#drop(event));
    this.#ready();
  }

  #ready() {
    if (!this.querySelector("#work")) return;
    for (const note of this.querySelectorAll("[data-idea]")) note.draggable = true;
  }

  #take(event) {
    this.#dragged = event.target.closest?.("[data-idea]");
    if (!this.#dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.#dragged.dataset.idea);
  }

  #over(event) {
    const group = this.#dragged && event.target.closest?.("[data-group]");
    this.#mark(group);
    if (group) event.preventDefault();
  }

  #drop(event) {
    const group = event.target.closest?.("[data-group]");
    const note = this.#dragged;
    this.#leave();
    if (!group || !note || note.closest("[data-group]") === group) return;
    event.preventDefault();
    const { idea, into, order } = this.querySelector("#move").elements;
    [idea.value, into.value, order.value] = [note.dataset.idea, group.dataset.group, group.dataset.group ? "put" : "take_out"];
    const words = note.querySelector("[data-text]").textContent.trim();
    this.#send(idea.form, null, this.dataset.sayMoved.replace("{idea}", words).replace("{group}", group.dataset.name));
  }

  #leave() {
    this.#dragged = null;
    this.#mark(null);
  }

  #mark(group) {
    for (const one of this.querySelectorAll("[data-over]")) if (one !== group) delete one.dataset.over;
    if (group) group.dataset.over = "";
  }

  #submitted(event) {
    event.preventDefault();
    this.#send(event.target, event.submitter, this.dataset.sayDone);
  }

  async #send(form, button, said) {
    try {
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("group-desk [data-swap]");
      const refused = page.querySelector("main [role=alert]");
      if (!fresh) return location.reload();
      this.#swap(fresh, refused ? null : form);
      this.querySelector("[data-said]").textContent = refused ? refused.textContent.trim() : said;
      this.querySelector("[data-said]").classList.toggle("refusal", Boolean(refused));
    } catch {
      form.submit(); // by the browser's own means, which say what is wrong
    }
  }

  // What was typed and ticked anywhere but in the form that was taken stays; so do the focus and what is folded open.
  #swap(fresh, taken) {
    const focus = document.activeElement?.id;
    const kept = this.#fields().filter((field) => field.form !== taken).map(({ id, value, checked, defaultValue }) => ({ id, value, checked, before: defaultValue }));
    const open = [...this.querySelectorAll("details[open][id]")].map(({ id }) => id);
    this.querySelector("[data-swap]").replaceWith(document.adoptNode(fresh));
    for (const { id, value, checked, before } of kept) {
      const field = document.getElementById(id);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = checked;
      else if (field.matches("select") ? value : value !== before) field.value = value;
    }
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    this.#ready();
    const again = focus && document.getElementById(focus);
    if (again && !again.disabled) again.focus({ preventScroll: true });
    else if (focus) this.querySelector("#do-make")?.focus({ preventScroll: true });
  }

  #fields() { return [...this.querySelectorAll("input[id], select[id]")]; }
}

customElements.define("group-desk", GroupDesk);
