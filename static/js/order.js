// A list whose rows can be dragged into another order. The buttons in each row do the same: for the keyboard, for a
// finger, and without this file. A drop sends the form of the row that was moved.
(() => {
  const list = document.querySelector("[data-order]");
  if (!list) return;
  const rows = () => [...list.children];
  const rowOf = (event) => event.target.closest?.("[data-order] > li");
  let held = null;
  let from = 0;

  rows().forEach((row) => { row.draggable = true; });
  list.addEventListener("dragstart", (event) => {
    held = rowOf(event);
    if (!held) return;
    from = rows().indexOf(held);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    held.classList.add("is-held");
  });
  const over = (event) => {
    const row = rowOf(event);
    if (!held) return;
    event.preventDefault();
    if (!row || row === held) return;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(held); else row.after(held);
  };
  list.addEventListener("dragenter", over);
  list.addEventListener("dragover", over);
  list.addEventListener("drop", (event) => {
    if (!held) return;
    event.preventDefault();
    const places = rows().indexOf(held) - from;
    const form = held.querySelector("form[data-move]");
    held.classList.remove("is-held");
    held = null;
    if (!places) return;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "places", value: places });
    form.append(input);
    form.submit();
  });
  // Let go elsewhere, or Escape: the row goes back to where it was.
  list.addEventListener("dragend", () => {
    if (!held) return;
    const others = rows().filter((row) => row !== held);
    if (others[from]) others[from].before(held); else list.append(held);
    held.classList.remove("is-held");
    held = null;
  });
})();
