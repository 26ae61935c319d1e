// The board: a drawing that zooms, a list beside it, and filters that act on both.
const LARGEST = 8;

export function map(board) {
  const pane = board.querySelector(".pane.map"), drawing = pane.querySelector("svg.site-map");
  let zoom = 1;

  board.querySelectorAll("[data-zoom]").forEach(button => button.addEventListener("click", () => {
    const before = zoom;
    const x = pane.scrollLeft + pane.clientWidth / 2, y = pane.scrollTop + pane.clientHeight / 2;
    zoom = Math.min(LARGEST, Math.max(1, zoom * Number(button.dataset.zoom)));
    drawing.style.width = `${zoom * 100}%`;
    pane.scrollTo(x * zoom / before - pane.clientWidth / 2, y * zoom / before - pane.clientHeight / 2);
  }));

  board.querySelectorAll("[data-filter]").forEach(button => button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    board.querySelectorAll("[data-filter]").forEach(other => other.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(on));
    board.querySelectorAll("li[data-class]").forEach(item => { item.hidden = on && item.dataset.class !== button.dataset.filter; });
    drawing.querySelectorAll("a[data-class]").forEach(mark => mark.classList.toggle("faded", on && mark.dataset.class !== button.dataset.filter));
  }));

  const entry = id => board.querySelector(`li[data-stairwell="${CSS.escape(id)}"]`);
  const point = (id, here) => entry(id)?.classList.toggle("here", here);
  drawing.querySelectorAll("a[data-stairwell]").forEach(mark => {
    mark.addEventListener("mouseenter", () => point(mark.dataset.stairwell, true));
    mark.addEventListener("mouseleave", () => point(mark.dataset.stairwell, false));
  });
}
