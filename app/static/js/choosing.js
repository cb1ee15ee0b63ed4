// A link with data-chooses leads to a form that comes up for what was chosen. Without scripts the page is asked for it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-chooses]");
  const form = link && document.getElementById(link.hash.slice(1));
  if (!form) return;
  event.preventDefault();
  form.querySelector("[data-chosen]").value = link.dataset.chooses;
  const name = form.querySelector("[data-chosen-name]");
  const thing = link.closest("[id]");
  name.hash = thing.id;
  name.textContent = thing.querySelector("[dir]").textContent;
  form.hidden = false;
  form.querySelector("textarea").focus();
});
