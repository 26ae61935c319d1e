// The budget slider: says what the table of steps below it says, for the amount it stands at, and pales who is left on the map.
export function budget(section) {
  const field = section.querySelector("[data-slider]"), slider = field.querySelector("input"), said = field.querySelector("output");
  const left = field.querySelector("[data-left]"), marks = document.querySelectorAll("svg.site-map a[data-stairwell]");
  const steps = [...section.querySelectorAll("tr[data-cost]")];
  const show = () => {
    const within = steps.filter(row => Number(row.dataset.cost) <= Number(slider.value));
    const best = within.reduce((one, other) => Number(other.dataset.served) > Number(one.dataset.served) ? other : one);
    steps.forEach(row => row.classList.toggle("here", row === best));
    const words = { budget: Number(slider.value).toLocaleString("en"), served: best.dataset.served, cost: Number(best.dataset.cost).toLocaleString("en") };
    said.textContent = said.dataset.says.replace(/\{(\w+)\}/g, (_, key) => words[key]);
    const names = (best.dataset.left ?? "").split("|").filter(Boolean);
    left.hidden = !names.length;
    left.querySelector("span").textContent = best.querySelector(".names")?.textContent;
    marks.forEach(mark => mark.classList.toggle("beyond", names.includes(mark.dataset.stairwell)));
  };
  slider.addEventListener("input", show);
  field.hidden = false;
  show();
}
