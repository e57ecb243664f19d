// What Django's admin leaves out for people who do not see the screen.
const mend = () => {
  const words = (select) => document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:\s*$/, "").trim();
  // The search field for people is drawn beside the list that it replaces, without that list's label.
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.parentElement.querySelector(".select2-container");
    const label = words(select);
    if (!drawn || !label) continue;
    for (const part of drawn.querySelectorAll(".select2-selection, .select2-selection__rendered[role], .select2-search__field")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label);
    }
    drawn.querySelector(".select2-selection__rendered")?.removeAttribute("title");
  }
  // What scrolls in its own frame must be reached by keyboard.
  for (const frame of document.querySelectorAll(".inline-group, .results")) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
  }
};
// Both: the field is drawn when the page is ready, sometimes only after it has loaded.
addEventListener("load", () => { mend(); setTimeout(mend, 50); });
