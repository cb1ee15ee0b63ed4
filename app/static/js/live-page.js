// <live-page>: keeps one page in step with its meeting. htmx's socket extension connects and morphs; this adds what it
// does not do: catching up by version, acknowledgements, sending again, and a second way when sockets are blocked.
import { Outbox } from "./outbox.js";

const SILENCE = 25_000; // nothing heard for so long: the line is dead, whatever the browser says
const PATIENCE = 2_000; // behind the server's version for so long: ask for everything again
const TRIES = 3; // sockets that never opened before we go on without them

class LivePage extends HTMLElement {
  #connection = null;
  #opened = false;
  #failures = 0;
  #polling = false;
  #watchdog = 0;
  #behind = 0;

  connectedCallback() {
    this.outbox = new Outbox(this, (item) => this.#transmit(item));
    const on = (name, act) => this.addEventListener(`htmx:ws:${name}`, act);
    on("before:connection", (event) => this.#connecting(event));
    on("after:connection", (event) => this.#connected(event));
    on("close", (event) => this.#closed(event));
    on("before:message:outgoing", (event) => this.#outgoing(event));
    on("before:message:incoming", (event) => this.#incoming(event));
    this.#listenForLife();
  }

  disconnectedCallback() {
    clearTimeout(this.#watchdog);
  }

  get version() { return this.dataset.version ?? ""; }

  #connecting({ detail }) {
    this.#connection = detail.connection;
    if (this.#polling) detail.connection.cancelled = true;
    const url = new URL(detail.connection.url);
    url.searchParams.set("v", this.version);
    detail.connection.url = url.href;
  }

  #connected({ detail }) {
    this.#connection = detail.connection;
    this.#opened = true;
    this.#failures = 0;
    this.#state("open");
    this.#heard();
    this.outbox.sendAgain();
  }

  #closed({ detail }) {
    clearTimeout(this.#watchdog);
    if (detail.code === 1008) return this.#state("ended");
    if (detail.reason === "cancelled" || document.hidden) return;
    this.#state("waiting");
    this.#failures += 1;
    if (!this.#opened && this.#failures >= TRIES) this.#poll();
  }

  #outgoing(event) {
    const { detail } = event;
    const item = this.outbox.add(event.target.closest("form"), detail.message.values);
    detail.message.data = JSON.stringify({ ...item.values, op: item.op });
    if (this.#polling || !this.#isOpen()) {
      detail.cancelled = true; // the outbox sends it, once, when there is a way
      this.#transmit(item);
    }
  }

  #transmit(item) {
    if (this.#polling) return this.#post(item);
    if (!this.#isOpen()) return this.outbox.waiting(item);
    this.#connection.socket.send(JSON.stringify({ ...item.values, op: item.op }));
  }

  #isOpen() { return this.#connection?.socket?.readyState === WebSocket.OPEN; }

  #incoming(event) {
    this.#heard();
    let message;
    try { message = JSON.parse(event.detail.message.data); } catch { return; }
    if (this.#take(message) === false) event.detail.cancelled = true;
  }

  // Returns false when there is nothing to swap.
  #take(message) {
    if (message.ack) return this.outbox.acknowledged(message), false;
    if (message.now) return this.#beat(message), false;
    const stage = message.part === "stage" && this.querySelector("#stage");
    if (message.v) this.dataset.version = message.v;
    if (stage && stage.dataset.key && stage.dataset.key === message.key) return false; // nothing new under the pen
    if (stage) this.outbox.keepUnsent(stage);
    return true;
  }

  #beat(message) {
    document.documentElement.dataset.clockOffset = String(message.now - Date.now());
    clearTimeout(this.#behind);
    if (message.v && tick(message.v) > tick(this.version)) {
      this.#behind = setTimeout(() => this.#connection?.socket?.close(), PATIENCE);
    }
  }

  #heard() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#connection?.socket?.close(), SILENCE);
  }

  #listenForLife() {
    const look = () => { if (!document.hidden && !this.#polling && this.#opened && !this.#isOpen()) this.#state("waiting"); };
    addEventListener("online", look);
    addEventListener("pageshow", look);
    addEventListener("offline", () => this.#state("waiting"));
  }

  // --- when sockets are blocked: the same parts and the same forms, by asking ---

  async #poll() {
    if (this.#polling || !this.dataset.poll) return;
    this.#polling = true;
    this.outbox.sendAgain();
    for (let pause = 500; this.isConnected; ) {
      try {
        const answer = await fetch(`${this.dataset.poll}?v=${encodeURIComponent(this.version)}`, { cache: "no-store" });
        if (answer.status === 403) return this.#state("ended");
        if (!answer.ok) throw new Error(String(answer.status));
        this.#state("open");
        pause = 500;
        for (const message of await answer.json()) await this.#swap(message);
        this.outbox.sendAgain();
      } catch {
        this.#state("waiting");
        await new Promise((wake) => setTimeout(wake, Math.random() * pause));
        pause = Math.min(pause * 2, 8_000);
      }
    }
  }

  async #post(item) {
    try {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...item.values, op: item.op })) {
        for (const one of [value].flat()) body.append(name, one);
      }
      const answer = await fetch(item.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const message = await answer.json();
      this.outbox.acknowledged({ ...message, ack: item.op });
      if (message.frame) await this.#swap(JSON.parse(message.frame));
    } catch {
      this.outbox.waiting(item);
    }
  }

  async #swap(message) {
    if (this.#take(message) === false || !message.content) return;
    await htmx.swap({ sourceElement: this, target: this, swap: "none", text: message.content });
  }

  #state(state) {
    this.dataset.connection = state;
    const banner = this.querySelector("[data-connection-banner]");
    if (!banner) return;
    banner.hidden = state === "open";
    banner.textContent = state === "open" ? "" : this.getAttribute(`data-say-${state}`) ?? "";
  }
}

const tick = (version) => Number(version.split(".")[1] ?? -1);

customElements.define("live-page", LivePage);
