// Two minutes before somebody is logged out by itself: say so, and let one press of a button make it longer.
(() => {
  const box = document.getElementById("session-end");
  if (!box) return;
  const WARN = 120;
  const form = box.querySelector("form");
  let timer;
  const show = (when) => {
    box.querySelectorAll("[data-when]").forEach((one) => { one.hidden = one.dataset.when !== when; });
    const was = box.hidden;
    box.hidden = false;
    if (was) box.focus();
  };
  const later = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.min(Math.max(seconds, 1), 86400) * 1000);
  };
  // Other tabs count too, so the server is asked before anything is shown; asking is no sign of anybody.
  const ask = async (options = { headers: { "HX-Request": "true" } }) => {
    try {
      const answer = await fetch(box.dataset.url, options);
      const { left, longer } = await answer.json();
      if (left <= 0) { show("over"); return; }
      if (left > WARN) { box.hidden = true; later(left - WARN); return; }
      show(longer ? "soon" : "last");
      later(left + 1);
    } catch {
      later(30);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ method: "POST", body: new FormData(form) });
  });
  box.querySelector("[data-close]").addEventListener("click", () => { box.hidden = true; });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  ask();
})();
