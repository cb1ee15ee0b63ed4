// <live-page>: keeps one page in step with its meeting. htmx's socket extension connects and morphs; this adds what it
// does not do: catching up by version, acknowledgements, sending again, and a second way when sockets are blocked.
import { Outbox } from "./outbox.js";

const SILENCE = 25_000; // nothing heard for so long: the line is dead, whatever the browser says
const OPENING = 10_000; // a socket still connecting after so long never will
const PATIENCE = 2_000; // behind the server's version for so long, or no reply to a probe: take another line
const TRIES = 3; // sockets that failed one after the other before we go on without them
const ENDED = 1008; // the server's way to say that this page may not listen (any more)
const LONGEST = 16_000; // bytes of an answer that a socket takes (app/cli/server.py)
const SELDOM = 60_000; // and how often we look whether they work again

class LivePage extends HTMLElement {
  #connection = null;
  #alive = false; // whether anything was heard on this connection: some networks let sockets open, and no more
  #failures = 0;
  #poll = null; // the AbortController of the second way, while we are on it
  #posts = Promise.resolve();
  #shown = new Map();
  #turn = 0;
  #silence = 0;
  #opening = 0;
  #behind = 0;
  #gone = new AbortController();

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
    for (const timer of [this.#silence, this.#opening, this.#behind]) clearTimeout(timer);
    this.#poll?.abort();
    this.#gone.abort();
  }

  get version() { return this.dataset.version ?? ""; }

  set version(version) {
    this.dataset.version = version;
    if (this.#connection) this.#address(this.#connection);
  }

  // The extension also connects without asking (when a tab comes back), so the address always says what we hold.
  #address(connection) {
    const url = new URL(connection.url);
    url.searchParams.set("v", this.version);
    connection.url = url.href;
  }

  #connecting({ detail }) {
    this.#connection = detail.connection;
    this.#connection.config.reconnectCodes = { includes: (code) => code !== ENDED }; // whoever closed it, and how
    if (this.#poll) this.#connection.config.reconnectMaxDelay = SELDOM;
    this.#address(this.#connection);
    this.#watchOpening();
  }

  // The extension waits before it opens a socket and does not say when it does: look until it has opened.
  #watchOpening(socket = null, since = 0) {
    clearTimeout(this.#opening);
    const now = this.#connection?.socket;
    if (now?.readyState === WebSocket.CONNECTING && now === socket && Date.now() - since > OPENING) return this.#cut();
    const began = now === socket ? since : Date.now();
    if (!this.#isOpen()) this.#opening = setTimeout(() => this.#watchOpening(now, began), 1_000);
  }

  #connected({ detail }) {
    this.#connection = detail.connection;
    this.#alive = false;
    this.#heard();
  }

  #works() {
    this.#alive = true;
    this.#failures = 0;
    this.#poll?.abort();
    this.#poll = null;
    this.#state("open");
    this.outbox.sendAgain();
  }

  #closed({ detail }) {
    clearTimeout(this.#silence);
    this.#alive = false;
    if (detail.code === ENDED) return this.#state("ended");
    if (detail.reason !== "closed" || (document.hidden && detail.connection.config.pauseOnBackground)) return;
    this.#failures += 1;
    if (this.#failures >= TRIES) this.#goOnByAsking();
    if (!this.#poll) this.#state("waiting");
  }

  // Give up this line without waiting for the browser to notice, which takes it long when the network is gone.
  // The extension then connects anew: soon if we have reason to think that it will work, else at its own pace.
  #cut({ soon = false } = {}) {
    const { socket } = this.#connection ?? {};
    if (!socket) return;
    clearTimeout(this.#connection.timer);
    if (soon) this.#connection.attempt = 0;
    socket.addEventListener("close", (event) => event.isTrusted && event.stopImmediatePropagation(), { capture: true });
    socket.close();
    socket.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  }

  #outgoing(event) {
    const { detail } = event;
    const item = this.outbox.add(event.target.closest("form"), detail.message.values);
    detail.message.data = JSON.stringify({ ...item.values, op: item.op });
    if (!this.#isOpen() || isLong(item)) {
      detail.cancelled = true; // the outbox sends it, once, when there is a way
      this.#transmit(item);
    }
  }

  #transmit(item) {
    if (this.#isOpen() && !isLong(item)) return this.#connection.socket.send(JSON.stringify({ ...item.values, op: item.op }));
    if (!this.#isOpen() && !this.#poll) return this.outbox.waiting();
    this.#posts = this.#posts.then(() => this.outbox.holds(item) && this.#post(item)); // in the order they were sent
  }

  #isOpen() { return this.#alive && this.#connection?.socket?.readyState === WebSocket.OPEN; }

  #incoming(event) {
    this.#heard();
    if (!this.#alive) this.#works();
    let message;
    try { message = JSON.parse(event.detail.message.data); } catch { return; }
    if (this.#take(message) === false) event.detail.cancelled = true;
  }

  // Returns false when there is nothing to swap.
  #take(message) {
    if (message.ack) return this.outbox.acknowledged(message), false;
    if (message.now) return this.#beat(message), false;
    if (message.again) return this.#shown.clear(), false;
    if (message.v && !this.#isNews(message)) return false;
    if (message.part === "pen" && !this.#isMyNews(message)) return false;
    if (message.gone) return document.getElementById(message.part)?.remove(), false;
    if (message.place && !hang(message)) return false;
    const stage = message.part === "stage" && this.querySelector("#stage");
    if (stage && stage.dataset.key && stage.dataset.key === message.key) return false; // nothing new under the pen
    if (stage) this.outbox.keepUnsent(stage);
    if (stage) this.#turn = 0;
    return true;
  }

  // Two doors may bring two drawings of one's own state in the other order: the one that counts more answers is newer.
  #isMyNews({ turn = 0 }) {
    if (turn < this.#turn) return false;
    this.#turn = turn;
    return true;
  }

  // Versions of one server's run can be compared; what is older than what is shown comes from a line we gave up.
  #isNews({ part, v }) {
    if (boot(v) !== boot(this.version)) this.#shown.clear();
    if (tick(v) < (this.#shown.get(part) ?? -1)) return false;
    this.#shown.set(part, tick(v));
    this.version = v;
    return true;
  }

  #beat({ v, now }) {
    document.documentElement.dataset.clockOffset = String(now - Date.now());
    clearTimeout(this.#behind);
    const isBehind = () => boot(v) === boot(this.version) && tick(v) > tick(this.version);
    if (isBehind()) this.#behind = setTimeout(() => isBehind() && this.#cut({ soon: true }), PATIENCE);
  }

  #heard(patience = SILENCE) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#cut({ soon: true }), patience);
  }

  // Whenever there is reason to doubt the line, ask whether it is alive; if there is none, take one at once.
  #listenForLife() {
    const look = () => {
      if (document.hidden || !this.#connection) return;
      if (!this.#isOpen()) return this.#connection.socket?.readyState === WebSocket.CLOSED && this.#cut({ soon: true });
      this.#heard(PATIENCE);
      this.#connection.socket.send(JSON.stringify({ probe: 1 }));
    };
    const until = { signal: this.#gone.signal };
    addEventListener("online", look, until);
    addEventListener("pageshow", (event) => event.persisted && look(), until);
    addEventListener("offline", () => this.#state("waiting"), until);
    // Before the extension looks: it would connect now and once more when its pause is over.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) clearTimeout(this.#connection?.timer);
      if (!this.#connection?.config.pauseOnBackground || this.#isOpen()) look();
    }, { ...until, capture: true });
  }

  // --- when sockets are blocked: the same parts and the same forms, by asking ---

  async #goOnByAsking() {
    if (this.#poll || !this.dataset.poll) return;
    const { signal } = (this.#poll = new AbortController());
    this.outbox.sendAgain();
    let held = ""; // at first ask for everything: the answer comes at once, and shows that this way works
    for (let pause = 500; !signal.aborted; held = this.version) {
      try {
        const address = `${this.dataset.poll}${this.dataset.poll.includes("?") ? "&" : "?"}v=${encodeURIComponent(held)}`;
        const answer = await fetch(address, { cache: "no-store", redirect: "error", signal });
        if (answer.status === 401 || answer.status === 403) return this.#end();
        if (!answer.ok) throw new Error(String(answer.status));
        const messages = await answer.json();
        this.#state("open");
        pause = 500;
        for (const message of messages) if (!signal.aborted) await this.#swap(message);
        this.outbox.sendAgain();
      } catch {
        if (signal.aborted) return;
        this.#state("waiting");
        await new Promise((wake) => setTimeout(wake, Math.random() * pause));
        pause = Math.min(pause * 2, 8_000);
      }
    }
  }

  #end() {
    this.#poll?.abort();
    this.#state("ended");
  }

  async #post(item) {
    try {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...item.values, op: item.op })) {
        for (const one of [value].flat()) body.append(name, one);
      }
      const answer = await fetch(item.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403) return this.#end();
      if (answer.status >= 500) throw new Error(String(answer.status));
      const message = await answer.json();
      this.outbox.acknowledged({ ...message, ack: item.op });
      if (message.frame) await this.#swap(JSON.parse(message.frame));
    } catch {
      this.outbox.waiting();
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

// A piece of a wall that is new here, or hangs elsewhere, gets its place among the others: they hang in the order of
// their ids. False when this page has no such wall (any more).
function hang({ part, place }) {
  const list = document.getElementById(place);
  let piece = document.getElementById(part);
  if (!list || list === piece || piece?.parentElement === list) return Boolean(piece);
  piece ??= Object.assign(document.createElement(list.matches("ul, ol") ? "li" : "div"), { id: part });
  list.insertBefore(piece, [...list.children].find((other) => other.id > part) ?? null);
  return true;
}

// What no socket takes goes as a form, which says why not: a socket would close, and close again at every new try.
const isLong = (item) => new Blob([JSON.stringify(item.values)]).size > LONGEST;

const boot = (version) => version.split(".")[0];
const tick = (version) => Number(version.split(".")[1] ?? -1);

customElements.define("live-page", LivePage);
