"use strict";
// The report reads without this; it only hides failed questions that are not asked for, and unfolds them.
(() => {
  const form = document.querySelector(".filter");
  const cases = [...document.querySelectorAll(".failure")];
  const all = [...document.querySelectorAll("details")];
  if (form) {
    const button = form.querySelector(".unfold");
    const holds = (value, wanted) => !wanted || value.split(" ").includes(wanted);
    const filter = () => {
      const { type, outcome, config } = Object.fromEntries(new FormData(form));
      for (const one of cases) {
        one.hidden = !((!type || one.dataset.type === type) && holds(one.dataset.outcome, outcome)
          && holds(one.dataset.config, config));
      }
      const shown = cases.filter(one => !one.hidden).length;
      form.querySelector("output").textContent = `显示 ${shown} / ${cases.length} 题`;
    };
    form.hidden = false;
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("change", filter);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      for (const one of cases) one.open = open;
    });
    filter();
  }
  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all.filter(one => !one.open);
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
})();
