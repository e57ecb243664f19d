"""What the answer to an empty form must be: it says what is wrong, leads there, and keeps what was typed."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.browser.every_page import Sight
from tests.browser.looking import Walk
from tests.permissions import scene as scenes

TYPED = "Getypt"

# The form that the page sends to itself: what it hides, and the fields in which somebody types. Choosing nothing in a
# list of the admin is no slip of the pen.
FORM = """() => {
  const form = [...document.querySelectorAll('main form[method=post]:not(#changelist-form)')]
    .find(one => new URL(one.getAttribute('action') || '', location).pathname === location.pathname);
  if (!form) return null;
  const fields = [...form.elements];
  return {
    hidden: Object.fromEntries(fields.filter(one => one.type === 'hidden').map(one => [one.name, one.value])),
    texts: fields.filter(one => (one.type === 'text' || one.type === 'textarea') && one.name && !one.readOnly)
      .map(one => ({name: one.name, required: one.required})),
  };
}"""

ANSWER = """typed => {
  const summary = document.querySelector('.error-summary');
  const controls = 'input, select, textarea, button';
  const field = typed && document.getElementsByName(typed)[0];
  return {
    focused: !!summary && document.activeElement === summary,
    lost: [...(summary?.querySelectorAll('a') || [])].map(one => one.hash).filter(hash => {
      const goal = hash && document.getElementById(hash.slice(1));
      return !goal || !(goal.matches(controls) || goal.querySelector(controls));
    }),
    kept: field ? field.value : null,
    title: document.title,
  };
}"""


def typed_in(texts: list[dict[str, Any]]) -> str:
    """The field that is filled in: one that may stay empty, or one of several that may not."""
    optional = [one["name"] for one in texts if not one["required"]]
    return (optional or [one["name"] for one in texts][1:] or [""])[-1]


def faults_of_slip(walk: Walk, sight: Sight) -> list[str]:
    """Send the form nearly empty. It is undone at once, so that the next finds the world as it was."""
    look, address = walk.look_of(sight.member), walk.address(sight)
    form = look.visitor.go(address).page.evaluate(FORM)
    if form is None:
        return []
    typed = typed_in(form["texts"])
    answer = _send(walk, sight, address, form["hidden"] | ({typed: TYPED} if typed else {}))
    if answer.status_code != 200:
        return []  # it needs nothing, or is refused: no error state
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    url = look.visitor.base + address
    look.page.route(url, lambda route: route.fulfill(status=200, headers=headers, body=answer.content))
    faults = look.faults_at(address) + _faults_of_answer(look.page.evaluate(ANSWER, typed), typed, sight)
    look.page.unroute(url)
    return [f"{sight.name} ({sight.member}, {address}), sent empty: {told}" for told in faults]


def _send(walk: Walk, sight: Sight, address: str, body: dict[str, str]) -> Any:
    client, person = Client(), scenes.person_of(walk.scene, sight.member)
    with transaction.atomic():
        if person is not None:
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        answer = client.post(address, body)
        transaction.set_rollback(True)
    return answer


def _faults_of_answer(seen: dict[str, Any], typed: str, sight: Sight) -> list[str]:
    """The admin has Django's own note of errors instead of a summary."""
    wrong = [
        (not seen["title"].startswith("Fout: "), f"the title {seen['title']!r} does not begin with Fout:"),
        (not seen["focused"] and not sight.is_admin, "no summary of errors that has the focus"),
        (bool(seen["lost"]), f"links of the summary lead nowhere: {seen['lost']}"),
        (bool(typed) and seen["kept"] != TYPED, f"what was typed in {typed} is gone: {seen['kept']!r}"),
    ]
    return [told for is_wrong, told in wrong if is_wrong]
