// <points-list data-drawn="...">: when one's own numbers are drawn anew, a field that was left shows what is kept, also
// where what was typed there had been refused. The field under the pen stays as it is.
class PointsList extends HTMLElement {
  static observedAttributes = ["data-drawn"];

  attributeChangedCallback(name, before) {
    if (before !== null) queueMicrotask(() => this.#show());
  }

  #show() {
    for (const field of this.querySelectorAll("input[type=number]")) {
      if (field !== document.activeElement) field.value = field.defaultValue;
    }
  }
}

customElements.define("points-list", PointsList);
