"""Every form through its page: errors that say what to do, text that stays, and input that nobody should send."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas import actions as ideas
from ideas.models import Clarification, Comment, Idea, Invitation, OutcomeKind
from ideas.states import IdeaState
from jury import actions as jury
from jury.models import Decision, Round, Sheet
from jury.queries import criteria_of
from jury.states import SheetState
from portal.models import Person, Release
from portal.models.release import ReleaseState
from tests.reading import Page
from tests.refusals import rows
from tests.world import DECIDING, DURING_PRESELECTION, DURING_SUBMISSION, DURING_TEAMS, World

EDITION = "2021-2022"


def words(text: str) -> str:
    return " ".join(text.split())


# --- the forms ---


@dataclass
class Form:
    """A form on its page: who fills it in and when, what is right, which fields take free text or a choice.

    `ready` brings its subject back to where the form can be sent; `kept` finds what was stored under a text field.
    """

    url: str
    who: Person | None
    at: datetime
    right: Callable[[], dict[str, Any]]
    texts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    ready: Callable[[], Any] = lambda: None
    kept: Callable[[str], str | None] = lambda name: None
    fixed: dict[str, Any] = field(default_factory=dict)


def step(world: World, key: str, texts: tuple[str, ...], choices: tuple[str, ...] = ()) -> Form:
    idea = world.draft(world.owner)

    def right() -> dict[str, Any]:
        now = Idea.objects.get(pk=idea.pk)
        return {"version": now.version, **dict.fromkeys(texts, "Goed.")}

    def kept(name: str) -> str:
        now = Idea.objects.get(pk=idea.pk)
        return getattr(now, name) if hasattr(now, name) else now.answers[name]

    url = reverse("ideas:write", args=[EDITION, idea.pk, key])
    return Form(url, world.owner, DURING_SUBMISSION, right, texts, (*choices, "version"), kept=kept)


def check(world: World) -> Form:
    idea = world.draft(world.owner)
    url = reverse("ideas:check", args=[EDITION, idea.pk])
    return Form(
        url, world.owner, DURING_SUBMISSION, lambda: {"public_text_approved": "on"},
        choices=("public_text_approved", "show_name"),
    )  # fmt: skip


def withdraw(world: World) -> Form:
    idea = world.submitted(world.owner)
    url = reverse("ideas:withdraw", args=[EDITION, idea.pk])
    return Form(
        url, world.owner, DURING_SUBMISSION, dict, ("reason",),
        ready=lambda: Idea.objects.filter(pk=idea.pk).update(state=IdeaState.SUBMITTED),
    )  # fmt: skip


def comment(world: World) -> Form:
    idea = world.published(world.owner)
    url = reverse("ideas:comment", args=[EDITION, idea.pk])
    return Form(
        url, world.employee, DURING_TEAMS, lambda: {"text": "Wij testen mee."}, ("text",),
        ready=Comment.objects.all().delete, kept=lambda name: Comment.objects.get().text,
    )  # fmt: skip


def take_comment_away(world: World) -> Form:
    said = ideas.write_comment(world.published(world.owner), "Onzin.", by=world.employee, at=DURING_TEAMS)
    url = reverse("ideas:take_comment_away", args=[EDITION, said.pk])
    return Form(
        url, world.owner, DURING_TEAMS, lambda: {"reason": "Onder de gordel."}, ("reason",),
        ready=lambda: Comment.objects.update(removed_at=None, removed_by=None, reason=""),
        kept=lambda name: Comment.objects.get().reason,
    )  # fmt: skip


def sheet(world: World) -> Form:
    own = world.sheet(world.submitted(world.owner), world.assessor)
    fields = {f"c{one.pk}": "yes" if one.is_gate else "4" for one in criteria_of(world.round)}

    def right() -> dict[str, Any]:
        return fields | {"version": Sheet.objects.get(pk=own.pk).version, "comment": "Helder."}

    url = reverse("jury:sheet", args=[EDITION, "preselectie", own.pk])
    return Form(
        url, world.assessor, DURING_PRESELECTION, right, ("comment",), (*fields, "version"),
        kept=lambda name: Sheet.objects.get(pk=own.pk).comment,
    )  # fmt: skip


def recuse(world: World) -> Form:
    own = world.sheet(world.submitted(world.owner), world.assessor)
    url = reverse("jury:conflict", args=[EDITION, "preselectie", own.pk])
    return Form(
        url, world.assessor, DURING_PRESELECTION, lambda: {"conflict": "yes", "kind": "family", "reason": "Familie."},
        ("reason",), ("conflict", "kind"),
        ready=lambda: Sheet.objects.filter(pk=own.pk).update(
            state=SheetState.OPEN, no_conflict_at=DURING_PRESELECTION
        ),
    )  # fmt: skip


def decision(world: World) -> Form:
    idea = world.submitted(world.owner)

    def right() -> dict[str, Any]:
        current = Decision.objects.first()
        return {"version": current.version if current else 0, "kind": "shortlisted", "feedback": "Sterk."}

    url = reverse("jury:decision", args=[EDITION, "preselectie", idea.pk])
    return Form(
        url, world.decider, DECIDING, right, ("feedback", "reason"), ("kind", "version", "resubmit"),
        kept=lambda name: getattr(Decision.objects.get(), name),
    )  # fmt: skip


def together(world: World) -> Form:
    idea = world.submitted(world.owner)
    given = {"subjects": [idea.pk], "kind": "not_shortlisted", "feedback": "Nog niet.", "sure": "1"}
    return Form(
        reverse("jury:together", args=[EDITION, "preselectie"]), world.decider, DECIDING,
        lambda: given | {"good": "De moed.", "lacking": "Een proef."}, ("good",), ("kind", "subjects"),
        ready=Decision.objects.all().delete, kept=lambda name: getattr(Decision.objects.get(), name),
    )  # fmt: skip


def propose(world: World) -> Form:
    world.decided({world.submitted(world.owner): OutcomeKind.SHORTLISTED})
    return Form(
        reverse("jury:propose", args=[EDITION, "preselectie"]), world.decider, DECIDING,
        lambda: {"visible_from": "2022-01-31T09:00"}, choices=("visible_from",),
        ready=lambda: Round.objects.update(release=None),
    )  # fmt: skip


def take_back(world: World) -> Form:
    world.decided({world.submitted(world.owner): OutcomeKind.SHORTLISTED})
    jury.propose_release(world.round, visible_from=DECIDING, by=world.decider, at=DECIDING)
    release = Release.objects.get()

    def ready() -> None:
        Release.objects.update(state=ReleaseState.PROPOSED)
        Round.objects.filter(pk=world.round.pk).update(release=release)

    return Form(
        reverse("jury:withdraw", args=[EDITION, "preselectie"]),
        world.decider,
        DECIDING,
        dict,
        ("reason",),
        ready=ready,
    )


def profile(world: World) -> Form:
    return Form(
        reverse("profile"), world.employee, DURING_SUBMISSION, lambda: {"name": "Noor", "language": "nl"},
        ("name",), ("entity", "language"), kept=lambda name: Person.objects.get(pk=world.employee.pk).name,
    )  # fmt: skip


def sign_up(world: World) -> Form:
    return Form(
        reverse("account_signup"), None, DURING_SUBMISSION,
        lambda: {"name": "Noor", "email": "noor@vlaanderen.be"}, ("name",), ("email", "next"),
    )  # fmt: skip


def log_in(world: World) -> Form:
    return Form(
        reverse("account_login"), None, DURING_SUBMISSION, lambda: {"email": "owner@vlaanderen.be"},
        choices=("email", "next"),
    )  # fmt: skip


def invite(world: World) -> Form:
    idea = world.draft(world.owner)

    def kept(name: str) -> str:
        return Invitation.objects.latest("at").message

    return Form(
        reverse("ideas:owners", args=[EDITION, idea.pk]), world.owner, DURING_SUBMISSION,
        lambda: {"email": "collega@vlaanderen.be", "message": "Doe je mee?"}, ("message",), ("email",),
        ready=Invitation.objects.all().delete, kept=kept,
    )  # fmt: skip


def ask(world: World) -> Form:
    idea = world.submitted(world.owner)
    return Form(
        reverse("ideas:ask_question", args=[EDITION, idea.pk]), world.staff, DURING_PRESELECTION,
        lambda: {"question": "Voor wie is dit?", "correct_until": "2022-01-25T17:00"},
        ("question",), ("correct_until",), ready=Clarification.objects.all().delete,
        kept=lambda name: Clarification.objects.get().question,
    )  # fmt: skip


def answer(world: World) -> Form:
    asked = ideas.ask_question(
        world.submitted(world.owner), "Voor wie is dit?", by=world.staff, at=DURING_PRESELECTION
    )
    rows = Clarification.objects.filter(pk=asked.pk)
    return Form(
        reverse("ideas:answer_question", args=[EDITION, asked.idea_id, asked.pk]), world.owner,
        DURING_PRESELECTION, lambda: {"answer": "Voor schippers."}, ("answer",),
        ready=lambda: rows.update(answer="", answered_by=None, answered_at=None),
        kept=lambda name: rows.get().answer,
    )  # fmt: skip


def start_for(world: World) -> Form:
    texts = ("name", "reason", "title", "summary", "answer-why")
    return Form(
        reverse("ideas:start_for", args=[EDITION]), world.staff, DURING_SUBMISSION,
        lambda: dict.fromkeys(texts, "Goed.") | {"email": "collega@vlaanderen.be"}, texts, ("email",),
    )  # fmt: skip


FORMS: dict[str, Callable[[World], Form]] = {
    "invite": invite,
    "ask": ask,
    "answer": answer,
    "start for": start_for,
    "core": lambda world: step(world, "kern", ("title", "summary")),
    "question": lambda world: step(world, "why", ("why",)),
    "entities": lambda world: step(world, "entiteiten", ("other_entities",), ("entities",)),
    "time": lambda world: step(world, "tijd", (), ("time", "week")),
    "check": check,
    "withdraw": withdraw,
    "comment": comment,
    "take comment away": take_comment_away,
    "sheet": sheet,
    "recuse": recuse,
    "decision": decision,
    "together": together,
    "propose": propose,
    "take back": take_back,
    "profile": profile,
    "sign up": sign_up,
    "log in": log_in,
}


@pytest.fixture(autouse=True)
def _no_limits(settings):
    """How often one may try to sign in is another test's subject."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()


@pytest.fixture
def filling(world, client_of, now):
    """Fill in a form of the table: `filling("core")` gives the form and a function that posts it."""

    def begin(name):
        form = FORMS[name](world)
        now(form.at)
        browser = client_of(form.who)

        def post(**changes):
            form.ready()
            return browser.post(
                form.url, encoded(form.right() | changes), "application/x-www-form-urlencoded"
            )

        return form, post

    return begin


def encoded(data):
    """A form as bytes, in which even half a surrogate pair travels."""
    pairs = [
        (name, one) for name, value in data.items() for one in (value if isinstance(value, list) else [value])
    ]
    return "&".join(
        f"{quote_plus(name)}={quote_plus(str(value).encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    ).encode()


def arrived(value):
    """What Django makes of the bytes of a text."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def tidy(text):
    """A text without the white space around it, with line breaks as the portal keeps them, and without what nobody sees
    and no feed can carry."""
    broken = re.sub("\r\n|[\r\x0b\x0c\u2028\u2029]", "\n", text)
    return re.sub("[\x01-\x08\x0e-\x1f]", "", broken).strip()


# --- errors ---

TOO_LONG = "Zorg dat deze waarde niet meer dan {0} tekens bevat (het zijn er nu {1})."
TOO_MANY = TOO_LONG.format
ERRORS = [
    ("core", {"title": "t" * 121}, "title", TOO_MANY(120, 121)),
    ("core", {"summary": "s" * 401}, "summary", TOO_MANY(400, 401)),
    ("question", {"why": "w" * 4001}, "why", TOO_MANY(4000, 4001)),
    ("entities", {"other_entities": "o" * 301}, "other_entities", TOO_MANY(300, 301)),
    ("entities", {"entities": "bestaatniet1"}, "entities", None),
    ("time", {"time": "misschien"}, "time", None),
    ("time", {"week": "2022-03-08"}, "week", None),
    ("check", {"public_text_approved": ""}, "public_text_approved", "Keur de publieke tekst goed om te kunnen indienen."),  # noqa: E501
    ("withdraw", {"reason": "r" * 1001}, "reason", TOO_MANY(1000, 1001)),
    ("comment", {"text": " "}, "text", "Schrijf je reactie, en plaats ze dan."),
    ("comment", {"text": "t" * 2001}, "text", TOO_MANY(2000, 2001)),
    ("take comment away", {"reason": ""}, "reason", "Schrijf waarom: wie de reactie schreef leest je reden."),
    ("take comment away", {"reason": "r" * 301}, "reason", TOO_MANY(300, 301)),
    ("sheet", {"comment": "c" * 4001}, "comment", TOO_MANY(4000, 4001)),
    ("recuse", {"reason": ""}, "reason", "Schrijf kort wat je belangenconflict is."),
    ("recuse", {"reason": "r" * 501}, "reason", TOO_MANY(500, 501)),
    ("decision", {"kind": ""}, "kind", "Kies weerhouden of niet weerhouden."),
    ("decision", {"kind": "misschien"}, "kind", None),
    ("decision", {"feedback": " "}, "feedback", "Schrijf feedback: elke eigenaar krijgt uitleg."),
    ("together", {"good": " "}, "good", "Schrijf wat goed was: ook wie niet verder gaat, leert daaruit."),
    ("together", {"lacking": ""}, "lacking", "Schrijf wat nog ontbrak: dan weet men waar het aan lag."),
    ("together", {"subjects": "bestaatniet1"}, "subjects", None),
    ("decision", {"feedback": "f" * 4001}, "feedback", TOO_MANY(4000, 4001)),
    ("propose", {"visible_from": ""}, "visible_from", "Kies wanneer het resultaat zichtbaar wordt."),
    ("propose", {"visible_from": "morgen"}, "visible_from", "Schrijf een datum en een uur, bijvoorbeeld 31/01/2022 09:00."),  # noqa: E501
    ("profile", {"name": ""}, "name", "Schrijf je voornaam en naam."),
    ("profile", {"name": "n" * 151}, "name", TOO_MANY(150, 151)),
    ("profile", {"entity": "bestaatniet1"}, "entity", None),
    ("profile", {"language": "fr"}, "language", None),
    ("sign up", {"name": ""}, "name", "Nog niet ingevuld: Voornaam en naam"),
    ("sign up", {"name": "n" * 151}, "name", TOO_MANY(150, 151)),
    ("sign up", {"email": ""}, "email", None),
    ("sign up", {"email": "geen adres"}, "email", None),
    ("invite", {"email": ""}, "email", "Schrijf het e-mailadres van je collega."),
    ("invite", {"email": "geen adres"}, "email", None),
    ("invite", {"email": "iemand@example.org"}, "email", "Gebruik een werkadres bij de Vlaamse overheid, bijvoorbeeld voornaam.naam@vlaanderen.be."),  # noqa: E501
    ("invite", {"message": "m" * 1001}, "message", TOO_MANY(1000, 1001)),
    ("ask", {"question": ""}, "question", "Schrijf wat je wil weten."),
    ("ask", {"question": "q" * 2001}, "question", TOO_MANY(2000, 2001)),
    ("ask", {"correct_until": "morgen"}, "correct_until", "Schrijf een datum en een uur, bijvoorbeeld 25/01/2022 17:00."),  # noqa: E501
    ("ask", {"correct_until": "2022-01-19T10:00"}, "correct_until", "Kies een moment na nu."),
    ("answer", {"answer": " "}, "answer", "Schrijf je antwoord."),
    ("answer", {"answer": "a" * 4001}, "answer", TOO_MANY(4000, 4001)),
    ("start for", {"email": ""}, "email", "Schrijf het e-mailadres van je collega."),
    ("start for", {"reason": ""}, "reason", "Schrijf hoe je collega dit vroeg."),
    ("start for", {"title": ""}, "title", "Geef het idee een titel."),
    ("log in", {"email": ""}, "email", None),
    ("log in", {"email": "geen adres"}, "email", None),
]  # fmt: skip


# A draft keeps what is too long to hand in.
KEPT_TOO_LONG = {("core", "summary"), ("question", "why")}


@pytest.mark.parametrize(
    ("name", "wrong", "at_field", "said"),
    ERRORS,
    ids=[f"{name}: {at_field} {str(next(iter(wrong.values())))[:12]}" for name, wrong, at_field, _ in ERRORS],
)
def test_an_error_is_told_above_and_at_the_field_and_everything_typed_stays(
    filling, name, wrong, at_field, said
):
    form, post = filling(name)
    form.ready()
    before, right = rows(), form.right()

    response = post(**wrong)

    page = Page(response.content.decode())
    assert response.status_code == 200
    assert page.title.startswith("Fout: ")
    ((href, told),) = page.summary
    assert href.removeprefix("#") in page.ids
    assert href.startswith(f"#id_{at_field}")
    assert words(told) == words(page.errors[f"id_{at_field}_error"])
    assert said is None or words(told) == said
    assert (rows() == before) is ((name, at_field) not in KEPT_TOO_LONG)
    for kept in {*form.texts, "email", "visible_from"} & {*right, *wrong}:
        assert page.typed(kept) == [(right | wrong)[kept]]


def test_no_error_is_left_in_english(filling):
    _form, post = filling("log in")

    for email in ("", "geen adres"):
        ((_href, told),) = Page(post(email=email).content.decode()).summary
        assert not set(told.lower().split()) & {"this", "required.", "enter", "valid", "email"}, told


def test_two_errors_are_two_links_in_the_order_of_the_page(filling):
    _form, post = filling("core")

    page = Page(post(title="t" * 121, summary="s" * 401).content.decode())

    assert [href for href, _told in page.summary] == ["#id_title", "#id_summary"]


def test_a_choice_stays_beside_an_error_elsewhere(filling):
    _form, post = filling("sheet")

    page = Page(post(comment="c" * 4001).content.decode())

    chosen = {name: value for name, value in page.values.items() if re.fullmatch(r"c\d+", name)}
    assert sorted(value for (value,) in chosen.values()) == ["4", "yes", "yes", "yes"]


def test_a_grade_that_is_not_on_the_scale_is_told(filling, world):
    graded = next(one for one in criteria_of(world.round) if not one.is_gate)
    _form, post = filling("sheet")

    page = Page(post(**{f"c{graded.pk}": "6"}).content.decode())

    assert page.title.startswith("Fout: ")
    assert [href for href, _told in page.summary] == [f"#id_c{graded.pk}_0"]


def test_a_form_without_its_version_says_so_and_keeps_the_text(filling):
    _form, post = filling("question")

    response = post(version="", why="Een tekst die blijft.")

    page = Page(response.content.decode())
    assert response.status_code == 200
    assert page.title.startswith("Fout: ")
    assert page.typed("why") == ["Een tekst die blijft."]


@pytest.mark.parametrize("name", ["question", "sheet", "decision"])
def test_an_older_tab_sees_both_texts_and_can_save_on_top(filling, name):
    form, post = filling(name)
    text = form.texts[0]
    post(**{text: "Wat het eerste tabblad bewaarde."})
    old = form.right()["version"] - 1

    response = post(version=old, **{text: "Wat het tweede tabblad typte."})

    html = response.content.decode()
    page = Page(html)
    assert response.status_code == 409
    assert page.typed(text) == ["Wat het tweede tabblad typte."]
    if name != "sheet":
        assert "Wat het eerste tabblad bewaarde." in html
    again = post(version=page.values["version"][0], **{text: page.typed(text)[0]})
    assert again.status_code == 303
    assert form.kept(text) == "Wat het tweede tabblad typte."


# --- input that nobody should send ---

NASTY = [
    "\x00", "a\x00b", "\x00" * 30, "\ud800", "a\udfffb", "\u202eomgekeerd\u202c", "مرحبا بالعالم", "👩‍👩‍👧‍👦" * 60,
    "<script>alert(1)</script>", "</textarea><script>x</script>", "{{ 7*7 }}{% debug %}", "' OR 1=1; --", "%00",
    "\r\n\r\n", "a\r\nb", "\ufeff", "=1+1", "&lt;b&gt;", "-1", "9" * 5000, "1e999", "NaN",
    "x" * 100_000, "e\u0301" * 60,
    "../../etc/passwd", "2022-13-45T99:99", "0001-01-01T00:00", "9999-12-31T23:59", "\\", "\x1b[31m",
]  # fmt: skip
hostile = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map("".join),
)


def judge(form, post, sent):
    """No input breaks the page, and what was typed stands in the form again or is stored."""
    response = post(**sent)

    assert response.status_code < 500, sent
    if response.status_code == 200:
        page = Page(response.content.decode())
        assert page.title.startswith("Fout: "), sent
        for name in form.texts:
            assert [tidy(one) for one in page.typed(name)] == [tidy(arrived(str(sent[name])))], name
    if response.status_code == 303:
        for name in form.texts:
            kept = form.kept(name)
            whole = tidy(arrived(sent[name]))
            assert kept is None or tidy(kept) in (whole, tidy(whole.replace("\n", " "))), (
                name
            )  # one line stays one


def attack(filling, name, examples):
    form, post = filling(name)
    fields = st.fixed_dictionaries(
        dict.fromkeys(form.texts, hostile), optional=dict.fromkeys(form.choices, hostile)
    )

    @settings(
        max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fields)
    def run(sent):
        judge(form, post, sent)

    run()


@pytest.mark.parametrize("name", FORMS)
def test_hostile_input_breaks_nothing_and_loses_nothing(filling, name):
    attack(filling, name, 10)


@pytest.mark.deep
@pytest.mark.parametrize("name", FORMS)
def test_ten_thousand_hostile_inputs_break_nothing_and_lose_nothing(filling, name):
    attack(filling, name, 10_000)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_takes_nasty_texts(filling, name):
    """A quarter of them every day, another quarter for the next form."""
    feed(filling, name, NASTY[len(name) % 4 :: 4])


@pytest.mark.deep
@pytest.mark.parametrize("name", FORMS)
def test_every_field_takes_every_nasty_text(filling, name):
    feed(filling, name, NASTY)


def feed(filling, name, texts):
    form, post = filling(name)

    for nasty in texts:
        judge(form, post, dict.fromkeys(form.texts, nasty))
        for choice in form.choices:
            judge(form, post, dict.fromkeys(form.texts, "Goed.") | {choice: nasty})


def test_a_body_that_is_too_large_is_refused_without_a_fault(filling):
    _form, post = filling("question")

    assert post(why="x" * 6_000_000).status_code == 400


def test_a_form_with_too_many_fields_is_refused_without_a_fault(filling):
    _form, post = filling("question")

    assert post(week=["2022-03-07"] * 2_000).status_code == 400
