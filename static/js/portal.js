// Small comforts. Every page works without this file.
(() => {
  document.documentElement.classList.add("has-script");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // After an error: go to the summary, so that it is read first.
  const summary = document.querySelector(".error-summary:not([data-quiet])");
  if (summary) summary.focus();

  // A link in the summary goes to the control itself.
  all(".error-summary a[href^='#']").forEach((link) => {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  });

  // How many characters are left; told after a short silence.
  all(".counter[data-for]").forEach((counter) => {
    const field = document.getElementById(counter.dataset.for);
    if (!field) return;
    const max = Number(counter.dataset.max);
    const number = new Intl.NumberFormat(document.documentElement.lang);
    let timer;
    const tell = () => {
      const left = max - field.value.length;
      const words = left < 0 ? counter.dataset.over : counter.dataset.left;
      counter.textContent = words.replace("{n}", number.format(Math.abs(left)));
      counter.classList.toggle("is-near", left < max * 0.1);
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, 500);
    });
    tell();
  });

  // Warn when somebody leaves with text that was not saved.
  const content = (form) => {
    const typed = new FormData(form);
    ["version", "writer", "turn", "csrfmiddlewaretoken"].forEach((name) => typed.delete(name));
    return new URLSearchParams(typed).toString();
  };
  all("form[data-warn-unsaved]").forEach((form) => {
    let saved = content(form);
    let sent = saved;
    let leaving = false;
    form.addEventListener("submit", () => { leaving = true; });
    form.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.elt === form) sent = content(form); });
    form.addEventListener("htmx:afterRequest", (event) => { if (event.detail.elt === form && event.detail.successful) saved = sent; });
    form.addEventListener("portal:saved", () => { saved = content(form); });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && content(form) !== saved) event.preventDefault();
    });
  });

  // An open menu closes with Escape, or when attention moves elsewhere.
  const menus = all("details.menu");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.filter((menu) => menu.open).forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // The demo's bar lies at the foot of the page: what it opens would be out of sight.
  all(".demo-bar details").forEach((bar) => bar.addEventListener("toggle", () => { if (bar.open) bar.scrollIntoView(); }));

  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
