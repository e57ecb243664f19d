"""What the answer to a slip of the pen must be: it says what is wrong, leads there, and keeps what was typed.

A slip is a form sent nearly empty; where that is welcome, one with a text far too long.
"""

from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.browser.every_page import Sight
from tests.browser.looking import Walk
from tests.permissions import scene as scenes

TYPED = "Getypt"
TOO_LONG = "Getypt" * 5000

# Pages that take something in and know no slip, each with its reason. One that is not here must be checked. `*` stands
# for anything: Django's own pages have many names.
ONE_BUTTON = "one button: there is nothing to fill in"
WITHOUT_SLIP = {
    "ideas:start": ONE_BUTTON,
    "ideas:version *": ONE_BUTTON,
    "ideas:leave *": ONE_BUTTON,
    "ideas:delete_comment *": ONE_BUTTON,
    "ideas:invitation *": "yes or no by two buttons, and a name that may stay hidden",
    "ideas:merger *": "yes or no by two buttons",
    "account_logout": ONE_BUTTON,
    "fresh_code": "one button until a code was sent",
    "my_data": ONE_BUTTON,
    "usersessions_list": ONE_BUTTON,
    "confirm_call *": ONE_BUTTON,
    "teams:withdraw_candidacy *": ONE_BUTTON,
    "showcase:revise *": ONE_BUTTON,
    "jury:check *": ONE_BUTTON,
    "jury:rubric": ONE_BUTTON,
    "jury:division": "boxes to tick; none is a division too",
    "sprints:week open_week": "one button for who plans for one team",
    "sprints:week short_week": "who may not choose this week finds no form",
    "ideas:check handed_in": "the draft's form, which is checked; after the deadline it is no longer on the page",
    "ideas:check not_shortlisted": "the same",
    "admin:sprints_week_change": "one box to tick",
    "admin:jury_round_change": "a round may have no deciders yet",
    "admin:index": "Django answers as to a GET",
    "admin:app_list": "Django answers as to a GET",
    "admin:*_changelist": "choosing nothing in a list is no slip of the pen",
    "admin:*_history": "Django answers as to a GET",
}

# What answers a POST with a page and is no form to fill in.
DONE_AT_ONCE = {
    "unsubscribe *": "the click of a mail program gets its answer at once (RFC 8058)",
    "time_left": "a script asks how long somebody is still logged in",
    "ideas:similar": "a script posts what somebody is writing, and gets what looks like it",
}

# The form that the page sends to itself: what it hides, the name of its first button, and the fields in which somebody
# types.
FORM = """() => {
  const form = [...document.querySelectorAll('main form[method=post]:not(#changelist-form)')]
    .find(one => new URL(one.getAttribute('action') || '', location).pathname === location.pathname);
  if (!form) return null;
  const fields = [...form.elements];
  return {
    hidden: Object.fromEntries(fields.filter(one => one.type === 'hidden').map(one => [one.name, one.value])),
    button: fields.find(one => one.type === 'submit')?.name,
    texts: fields.filter(one => (one.type === 'text' || one.type === 'textarea') && one.name && !one.readOnly)
      .map(one => ({name: one.name, required: one.required})),
  };
}"""
# What is sent where the form stands on another page; when that is welcome, the form is one button.
NOTHING: dict[str, Any] = {"hidden": {}, "button": None, "texts": []}

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


def knows_slip(sight: Sight) -> bool:
    """Whether a form answers a slip with its own page: its worst state."""
    return sight.is_page and not any(fnmatch(sight.name, name) for name in (*WITHOUT_SLIP, *DONE_AT_ONCE))


def typed_in(texts: list[dict[str, Any]]) -> str:
    """The field that is filled in: one that may stay empty, or one of several that may not."""
    optional = [one["name"] for one in texts if not one["required"]]
    return (optional or [one["name"] for one in texts][1:] or [""])[-1]


def faults_of_slip(walk: Walk, sight: Sight) -> list[str]:
    """Send the form with each slip until one is not welcome, and look at that answer. What is sent is undone at once,
    so that the next finds the world as it was."""
    if any(fnmatch(sight.name, name) for name in DONE_AT_ONCE):
        return []
    look, address = walk.look_of(sight.member), walk.address(sight)
    form = look.visitor.go(address).page.evaluate(FORM) if sight.is_page else NOTHING
    for slip in slips_of(form) if form else []:
        button = {form["button"]: "1"} if form["button"] else {}
        answer = _send(walk, sight, address, form["hidden"] | button | slip)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            faults = [*_listed(sight), *_faults_of(walk, sight, answer, slip)]
            return [f"{sight.name} ({sight.member}, {address}), sent with a slip: {told}" for told in faults]
    is_explained = _listed(sight) or not sight.is_page
    return [] if is_explained else [f"{sight.name} ({sight.member}, {address}) knows no slip: list why"]


def slips_of(form: dict[str, Any]) -> list[dict[str, str]]:
    """What is typed in each."""
    typed, names = typed_in(form["texts"]), [one["name"] for one in form["texts"]]
    return [{typed: TYPED} if typed else {}, *({name: TOO_LONG} for name in reversed(names))]


def _listed(sight: Sight) -> list[str]:
    return ["it is listed as without slip"] if any(fnmatch(sight.name, name) for name in WITHOUT_SLIP) else []


def _faults_of(walk: Walk, sight: Sight, answer: Any, slip: dict[str, str]) -> list[str]:
    """Of the page that answers a slip, as the browser shows it."""
    look, address = walk.look_of(sight.member), walk.address(sight)
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    url = look.visitor.base + address
    look.page.route(url, lambda route: route.fulfill(status=200, headers=headers, body=answer.content))
    faults = look.faults_at(address)
    faults += _faults_of_answer(look.page.evaluate(ANSWER, next(iter(slip), "")), slip, sight)
    look.page.unroute(url)
    return faults


def _send(walk: Walk, sight: Sight, address: str, body: dict[str, str]) -> Any:
    client, person = Client(), scenes.person_of(walk.scene, sight.member)
    with transaction.atomic():
        if person is not None:
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        answer = client.post(address, body)
        transaction.set_rollback(True)
    return answer


def _faults_of_answer(seen: dict[str, Any], slip: dict[str, str], sight: Sight) -> list[str]:
    """The admin has Django's own note of errors instead of a summary."""
    wrong = [
        (not seen["title"].startswith("Fout: "), f"the title {seen['title']!r} does not begin with Fout:"),
        (not seen["focused"] and not sight.is_admin, "no summary of errors that has the focus"),
        (bool(seen["lost"]), f"links of the summary lead nowhere: {seen['lost']}"),
    ]
    for name, typed in slip.items():
        wrong.append((seen["kept"] != typed, f"what was typed in {name} is gone: {str(seen['kept'])[:40]!r}"))
    return [told for is_wrong, told in wrong if is_wrong]
