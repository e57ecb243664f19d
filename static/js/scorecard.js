// A score card counts along: how many criteria have a score, and the total once all have. It works without this file.
(() => {
  const card = document.querySelector("[data-scorecard]");
  if (!card) return;
  const criteria = [...card.querySelectorAll(".criterion")];
  const tally = card.querySelector("[data-tally]");
  const total = card.querySelector("[data-total]");
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const chosen = (criterion) => criterion.querySelector("input:checked");
  const tell = () => {
    const done = criteria.filter(chosen);
    const words = tally.dataset.tally.replace("{n}", done.length).replace("{all}", criteria.length);
    if (tally.textContent !== words) tally.textContent = words;
    const graded = criteria.filter((one) => one.dataset.weight);
    const points = (one) => (one.dataset.weight * chosen(one).value) / one.dataset.scale;
    const complete = graded.length > 1 && graded.every(chosen);
    const sum = complete ? graded.map(points).reduce((one, other) => one + other, 0) : 0;
    total.textContent = complete ? total.dataset.total.replace("{n}", number.format(sum)) : "";
  };
  card.addEventListener("change", tell);
  tell();
})();
