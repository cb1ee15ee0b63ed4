// <paged-slides data-key="...">: shows its [data-slide] one at a time, and of each as many rows as there is room for;
// the rest stands on a page of its own. Turned by buttons and keys. Without scripts everything stands one under another.
const MOST = 60; // pages; a row taller than the screen must not turn for ever
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const PLACE = "page:";

class PagedSlides extends HTMLElement {
  #pages = [];
  #at = 0;
  #key = "";
  #lay = () => this.#layOut();
  #press = (event) => this.#pressed(event);
  #sized = new ResizeObserver(() => this.#layOut());

  connectedCallback() {
    this.addEventListener("click", (event) => this.#turn(Number(event.target.closest("[data-turn]")?.dataset.turn ?? 0)));
    document.addEventListener("htmx:after:swap", this.#lay);
    document.addEventListener("keydown", this.#press);
    this.#sized.observe(this);
    document.fonts?.ready.then(this.#lay);
    this.#layOut();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#lay);
    document.removeEventListener("keydown", this.#press);
    this.#sized.disconnect();
  }

  #pressed(event) {
    const elsewhere = event.target.closest?.("input, select, textarea, dialog");
    if (elsewhere || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS) || !this.checkVisibility()) return;
    event.preventDefault();
    this.#turn(KEYS[event.key]);
  }

  #turn(step) {
    if (!step) return;
    this.#at = Math.min(Math.max(this.#at + step, 0), this.#pages.length - 1);
    keep(this.#key, this.#at);
    this.#show();
  }

  #layOut() {
    if (!this.isConnected || !this.checkVisibility()) return;
    if (this.dataset.key !== this.#key) [this.#key, this.#at] = [this.dataset.key, kept(this.dataset.key)];
    const pager = this.querySelector("[data-pager]");
    this.#pages = this.#divide();
    if (pager) pager.hidden = this.#pages.length < 2;
    if (pager && !pager.hidden) this.#pages = this.#divide(); // the pager has taken its room
    this.#at = Math.min(this.#at, Math.max(this.#pages.length - 1, 0));
    this.#show();
  }

  #divide() {
    const slides = this.#slides();
    return slides.flatMap((slide) => {
      for (const other of slides) other.hidden = other !== slide;
      return pagesOf(slide, this.#area());
    });
  }

  #show() {
    const page = this.#pages[this.#at];
    if (!page) return;
    for (const slide of this.#slides()) slide.hidden = slide !== page.slide;
    page.groups.forEach((rows, place) => rows.forEach((row, n) => { row.hidden = n < page.from[place] || n >= page.to[place]; }));
    const line = this.querySelector("[data-at]");
    const said = line?.dataset.say.replace("{n}", this.#at + 1).replace("{of}", this.#pages.length);
    if (line && line.textContent !== said) line.textContent = said;
    for (const button of this.querySelectorAll("[data-turn]")) {
      const end = button.dataset.turn === "1" ? this.#pages.length - 1 : 0;
      button.setAttribute("aria-disabled", String(this.#at === end));
    }
  }

  #slides() {
    const marked = [...this.querySelectorAll("[data-slide]")];
    return marked.length ? marked : [this.#area()];
  }

  #area() { return this.querySelector(".paged__area") ?? this; }
}

// Rows beside each other in columns fill a page together; rows that flow fill it one after another.
function pagesOf(slide, area) {
  const groups = groupsOf(slide);
  const from = groups.map(() => 0);
  const pages = [];
  const limit = area.getBoundingClientRect().bottom + 1;
  const bounded = getComputedStyle(area).overflowY !== "visible";
  do {
    groups.forEach((rows, place) => rows.forEach((row, n) => { row.hidden = n < from[place]; }));
    const to = groups.map((rows, place) => {
      let end = rows.length;
      while (bounded && end > from[place] + 1 && rows[end - 1].getBoundingClientRect().bottom > limit) rows[--end].hidden = true;
      return end;
    });
    pages.push({ slide, groups, from: [...from], to });
    to.forEach((end, place) => { from[place] = end; });
  } while (pages.length < MOST && groups.some((rows, place) => from[place] < rows.length));
  return pages;
}

function groupsOf(slide) {
  if (slide.hasAttribute("data-flow")) {
    const blocks = [...slide.children].filter((block) => !/^H[1-3]$/.test(block.tagName));
    const parts = { OL: ":scope > li", UL: ":scope > li", TABLE: ":scope > tbody > tr" };
    return [blocks.flatMap((block) => (parts[block.tagName] ? [...block.querySelectorAll(parts[block.tagName])] : [block]))];
  }
  const rows = [...slide.querySelectorAll("li, tbody > tr")].filter((row) => !row.parentElement.closest("li, tbody > tr"));
  return [...Map.groupBy(rows, (row) => row.parentElement).values()];
}

function kept(key) { try { return Number(sessionStorage.getItem(PLACE + key)) || 0; } catch { return 0; } }

function keep(key, at) { try { sessionStorage.setItem(PLACE + key, at); } catch { /* a closed store starts at the beginning */ } }

customElements.define("paged-slides", PagedSlides);
