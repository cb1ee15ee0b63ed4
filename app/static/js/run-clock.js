// <behind-plan>, <ends-at> and <minutes-since>: minutes that go on while nothing is drawn anew. The server's clock counts.
const MINUTE = 60_000;
const EVERY = 5_000;

class Ticking extends HTMLElement {
  #timer = 0;
  #drawn = () => this.tick(); // a drawing brings the words it was drawn with

  connectedCallback() {
    this.#timer = setInterval(this.#drawn, EVERY);
    document.addEventListener("htmx:after:swap", this.#drawn);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener("htmx:after:swap", this.#drawn);
  }

  get now() { return Date.now() + Number(document.documentElement.dataset.clockOffset ?? 0); }

  say(words) { if (this.textContent !== words) this.textContent = words; }

  // Of the three ways to say it, the one that fits so many minutes late.
  fitting(late) {
    const words = late > 0 ? this.dataset.sayLate : late < 0 ? this.dataset.sayEarly : this.dataset.sayEven;
    return words.replace("{n}", Math.abs(late));
  }
}

class BehindPlan extends Ticking {
  tick() {
    const late = Math.round(Math.max(Number(this.dataset.began ?? -Infinity), this.now - Number(this.dataset.due)) / MINUTE);
    this.toggleAttribute("data-late", late > 0);
    this.say(this.fitting(late));
  }
}

class EndsAt extends Ticking {
  tick() {
    const { due, left, rest, planned, zone, say } = this.dataset;
    const over = due ? Math.max(Number(due), this.now) : this.now + Number(left);
    const end = over + Number(rest);
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(end);
    this.say((say ?? this.fitting(Math.round((end - Number(planned)) / MINUTE))).replace("{t}", time));
  }
}

class MinutesSince extends Ticking {
  tick() { this.say(`${Math.max(0, Math.floor((this.now - Number(this.dataset.since)) / MINUTE))}…`); }
}

customElements.define("behind-plan", BehindPlan);
customElements.define("ends-at", EndsAt);
customElements.define("minutes-since", MinutesSince);
