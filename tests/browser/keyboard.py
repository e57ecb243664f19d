"""Hands that know no mouse: where the focus is, and what is wrong with how it is shown."""

from typing import Any

from tests.browser.conftest import Visitor

MOST_STOPS = 150

# Where the focus is now: what, whether it can be seen, and whether something marks it.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const marked = one.matches('input[type=radio], input[type=checkbox]') && one.nextElementSibling
    ? [one, one.nextElementSibling] : [one];
  const ring = marked.some(part => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  });
  const x = box.left + Math.min(box.width / 2, 12), y = box.top + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  window.stops = window.stops || [];
  const known = window.stops.indexOf(one);
  if (known < 0) window.stops.push(one);
  const last = window.stops[window.stops.length - 2];
  return {
    told: one.outerHTML.slice(0, 120),
    again: known >= 0,
    inside: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    covered: !(top && (one.contains(top) || top.contains(one) || top.closest('label')?.control === one)),
    ring,
    ordered: !last || !!(last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


# What somebody hears of where they are: the question around it, its label, its words.
NAME = """() => {
  const one = document.activeElement, words = part => part ? part.textContent : '';
  const legend = one.closest('fieldset')?.querySelector('legend');
  const told = [words(legend), ...[...(one.labels || [])].map(words), one.getAttribute('aria-label') || '', words(one)];
  return told.join(' ').replace(/\\s+/g, ' ');
}"""


def wrong_with(stop: dict[str, Any]) -> list[str]:
    wrong = {
        "is outside the window": not stop["inside"],
        "is covered": stop["inside"] and stop["covered"],
        "has no ring": not stop["ring"],
        "comes too early": not stop["ordered"],
    }
    return [f"{stop['told']} {told}" for told, is_wrong in wrong.items() if is_wrong]


def faults_by_keyboard(visitor: Visitor) -> list[str]:
    """Tab through the whole page, from the top until one leaves it."""
    page, faults = visitor.page, []
    page.evaluate("window.stops = []; document.activeElement?.blur(); scrollTo(0, 0)")
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            return faults if number else ["nothing can be reached"]
        faults += wrong_with(stop)
    return [*faults, f"still going after {MOST_STOPS} stops"]


class Keyboard:
    """Somebody who does everything with keys, and must see at every stop where they are."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def to(self, name: str) -> "Keyboard":
        """Tab on until the focus is on what is called so."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            assert stop, f"left {self.page.url} before {name!r}"
            assert not stop["again"], f"went around {self.page.url} without {name!r}"
            assert wrong_with(stop) == [], self.page.url
            if name in self.page.evaluate(NAME):
                return self
        raise AssertionError(f"{name!r} is not on {self.page.url}")

    def press(self, key: str, times: int = 1) -> "Keyboard":
        for _time in range(times):
            self.page.keyboard.press(key)
        return self

    def enter(self) -> "Keyboard":
        """Follow the link or press the button."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def types(self, text: str) -> "Keyboard":
        self.page.keyboard.type(text)
        return self

    def sees(self, text: str) -> "Keyboard":
        self.visitor.sees(text)
        return self
