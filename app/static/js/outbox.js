// The outbox: answers that are sent but not yet acknowledged, kept for this tab so that neither a lost line, nor a
// restarted server, nor a reload loses one; and drafts, so that half-typed text survives the same.

const PENDING = "pending:";
const DRAFT = "draft:";
const AGAIN = 2_000;

export class Outbox {
  #page;
  #transmit;
  #items;

  constructor(page, transmit) {
    this.#page = page;
    this.#transmit = transmit;
    this.#items = new Map(Object.entries(read(PENDING + location.pathname) ?? {}));
    page.addEventListener("input", ({ target }) => keepDraft(target));
    page.addEventListener("htmx:after:swap", () => restoreDrafts(page));
    restoreDrafts(page);
  }

  // A new operation. An answer that replaces an earlier one of the same form takes its place in the queue.
  add(form, values) {
    const item = { op: crypto.randomUUID?.() ?? random(), form: form.id, action: form.action, values: { ...values } };
    delete item.values.op;
    if (form.dataset.answer === "replace") {
      for (const [op, other] of this.#items) if (other.form === form.id) this.#items.delete(op);
    }
    this.#items.set(item.op, item);
    this.#keep();
    this.#say("sending");
    if (form.dataset.answer === "add") empty(form);
    clearRefusal(form);
    return item;
  }

  waiting() { this.#say("waiting"); }

  holds(item) { return this.#items.has(item.op); }

  sendAgain() { for (const item of this.#items.values()) this.#transmit(item); }

  acknowledged({ ack, ok, later, said, control }) {
    const item = this.#items.get(ack);
    if (!item) return;
    if (later) { this.#say("waiting"); setTimeout(() => this.#items.has(ack) && this.#transmit(item), AGAIN); return; }
    this.#items.delete(ack);
    this.#keep();
    const form = document.getElementById(item.form);
    if (ok && item.values.do === "take_back") untick(form);
    if (ok) { this.#say(this.#items.size ? "sending" : "saved"); return forget(item); }
    this.#say("refused");
    refuse(form, item, said, control, this.#page);
    if (!form && item.values.text) this.#shelve([item.values.text]);
  }

  // A stage is about to go while somebody was still writing: show them what they wrote.
  keepUnsent(stage) {
    const written = [...stage.querySelectorAll("textarea")].filter((field) => field.value !== field.defaultValue);
    this.#say(this.#items.size ? "sending" : "");
    this.#shelve(written.map((field) => field.value.trim()).filter(Boolean));
  }

  #shelve(unsent) {
    const shelf = this.#page.querySelector("[data-unsent]");
    if (!shelf || !unsent.length) return;
    shelf.hidden = false;
    shelf.querySelector("[data-unsent-text]").textContent = unsent.join("\n\n");
  }

  #keep() { write(PENDING + location.pathname, this.#items.size ? Object.fromEntries(this.#items) : null); }

  #say(state) {
    const line = this.#page.querySelector("[data-status]");
    if (!line) return;
    line.dataset.state = state;
    line.textContent = this.#page.getAttribute(`data-say-${state}`) ?? "";
  }
}

function refuse(form, item, said, control, page) {
  const field = form && [...form.elements].find((one) => one.name === control || one.value === control);
  const place = (form ?? page).querySelector("[data-refusal]") ?? page.querySelector("[data-refusal]");
  if (place) { place.textContent = said; place.hidden = false; }
  field?.setAttribute("aria-invalid", "true");
  if (form?.dataset.answer === "add") giveBack(form, item.values);
}

function clearRefusal(form) {
  for (const place of form.querySelectorAll("[data-refusal]")) { place.hidden = true; place.textContent = ""; }
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function empty(form) {
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// A morph keeps what somebody ticked, also when it is theirs no longer.
function untick(form) {
  for (const field of form?.querySelectorAll("input[type=radio]") ?? []) field.checked = false;
}

// What was refused goes back into its field, unless something new has been typed there since.
function giveBack(form, values) {
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    if (!field.value && typeof values[field.name] === "string") field.value = values[field.name];
  }
}

const draftOf = (field) => field.id && field.matches("textarea, input[type=text]") ? `${DRAFT}${location.pathname}:${field.id}` : null;

function keepDraft(field) {
  const name = draftOf(field);
  if (name) write(name, field.value || null);
}

function restoreDrafts(page) {
  for (const field of page.querySelectorAll("textarea, input[type=text]")) {
    const draft = draftOf(field) && read(draftOf(field));
    if (draft && field.value === field.defaultValue) field.value = draft;
  }
}

function forget(item) {
  const form = document.getElementById(item.form);
  for (const field of form?.querySelectorAll("textarea, input[type=text]") ?? []) {
    if (field.value && field.value !== item.values[field.name]) continue;
    write(draftOf(field), null);
    field.defaultValue = field.value; // sent: not among what is still to be sent when the stage goes
  }
}

function read(name) { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } }

function write(name, value) {
  if (!name) return;
  try { value === null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* a full or closed store loses drafts only */ }
}

// On plain http off this machine browsers keep randomUUID to themselves.
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
