// The little that pages do by themselves; every page also works without it.
import { budget } from "./budget.mjs";
import { map } from "./map.mjs";

document.querySelectorAll("[data-board]").forEach(map);
document.querySelectorAll("[data-budget]").forEach(budget);
document.querySelectorAll("[data-print]").forEach(button => button.addEventListener("click", () => window.print()));
document.querySelectorAll("form[data-busy]").forEach(form => form.addEventListener("submit", () => {
  const button = form.querySelector("button[type=submit]");
  if (button) { button.setAttribute("aria-disabled", "true"); button.textContent = form.dataset.busy; }
}));
