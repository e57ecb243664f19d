// Saves while one writes: two seconds after the last key, fifteen after the first, and whenever a field is left.
(() => {
  const form = document.getElementById("step");
  const saved = document.getElementById("saved");
  if (!form || !window.htmx) return;

  const QUIET = 2000;
  const LONGEST = 15000;
  const AGAIN = 10000;
  let quiet;
  let longest;
  let again;
  let dirty = false;

  const save = () => {
    clearTimeout(quiet);
    clearTimeout(longest);
    clearTimeout(again);
    longest = undefined;
    // Two texts side by side: saving one over the other is a choice, so that form does not save by itself.
    if (dirty && form.hasAttribute("hx-post")) window.htmx.trigger(form, "autosave");
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(quiet);
    quiet = setTimeout(save, QUIET);
    longest = longest || setTimeout(save, LONGEST);
  });
  form.addEventListener("change", save);
  // A name for this open page, also after Back, and a count of what it sent: the server tells by it what is newer.
  const letters = "23456789abcdefghjkmnpqrstvwxyz";
  form.elements.writer.value = [...crypto.getRandomValues(new Uint8Array(12))].map((one) => letters[one % letters.length]).join("");
  form.elements.turn.value = 0;
  const next = () => { form.elements.turn.value = Number(form.elements.turn.value) + 1; return form.elements.turn.value; };
  form.addEventListener("submit", () => { dirty = false; next(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

  // Somebody who logged in again, here or in another tab, has another token: take the one of now.
  const token = () => {
    const name = `${form.dataset.csrfCookie}=`;
    const found = document.cookie.split("; ").find((one) => one.startsWith(name));
    return found ? found.slice(name.length) : "";
  };
  const refresh = () => {
    const now = token();
    if (now) form.elements.csrfmiddlewaretoken.value = now;
    return now;
  };
  // Only what the form itself asks: a preview asks too, from within it.
  const own = (name, heard) => form.addEventListener(name, (event) => { if (event.detail.elt === form) heard(event); });
  form.addEventListener("htmx:configRequest", (event) => {
    const now = refresh();
    if (now) event.detail.parameters.set("csrfmiddlewaretoken", now);
    event.detail.parameters.set("turn", next());
  });
  window.addEventListener("focus", refresh);

  own("htmx:beforeRequest", () => { dirty = false; });
  const failed = (why, logIn) => {
    dirty = true;
    const notSaved = document.getElementById("not-saved");
    const piece = (tag, values, ...inside) => {
      const made = Object.assign(document.createElement(tag), values);
      made.append(...inside);
      return made;
    };
    const here = encodeURIComponent(window.location.pathname);
    const link = piece("a", { href: `${form.dataset.login}?next=${here}`, target: "_blank", rel: "noopener" }, form.dataset.logIn);
    const told = piece("div", { className: "panel panel-wait" }, piece("p", {}, why), ...(logIn ? [piece("p", {}, link)] : []));
    saved.replaceChildren(piece("span", { className: "not-saved" }, form.dataset.notSaved));
    // Said once: a status that repeats itself every ten seconds is noise.
    if (notSaved.textContent !== told.textContent) notSaved.replaceChildren(told);
    again = setTimeout(save, AGAIN);
  };
  own("htmx:sendError", () => failed(form.dataset.offline));
  own("htmx:timeout", () => failed(form.dataset.offline));
  own("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status === 409 || status === 422) dirty = true;
    else if (status === 401) failed(form.dataset.loggedOut, true);
    else failed(status >= 500 ? form.dataset.offline : form.dataset.refused);
  });

  // Find in a long list of boxes: what does not match is hidden, what is ticked stays.
  document.querySelectorAll(".find[data-for]").forEach((find) => {
    const boxes = [...document.querySelectorAll(`#${find.dataset.for} .form-check`)];
    const field = find.querySelector("input");
    const told = find.querySelector("[role=status]");
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    find.hidden = false;
    field.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = plain(field.value).split(/\s+/);
      const shown = boxes.filter((box) => {
        const fits = words.every((word) => plain(box.textContent).includes(word));
        box.hidden = !fits && !box.querySelector("input").checked;
        return fits;
      });
      told.textContent = field.value ? find.dataset.found.replace("{n}", shown.length) : "";
    });
  });
})();
