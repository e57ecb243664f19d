"""What is on stage when the permission table is played: one world per phase, and every URL with real arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Model
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from ideas import actions as ideas
from ideas.models import Comment, Idea, Merger, OutcomeKind, Submission
from jury import actions as jury
from jury.models import Criterion, Sheet
from jury.queries import criteria_of
from portal import outbox, people, phases, registration, registry, transfers
from portal.admin import site as admin_site
from portal.mail import choices, planner, subscriptions, wordings
from portal.models import (
    AccountInvitation,
    Consent,
    DeadAddress,
    EmailDomain,
    Entity,
    Event,
    Extension,
    Letter,
    Person,
    Phase,
    PolicyDomain,
    Release,
    Role,
    Subscription,
    Transfer,
)
from sprints.models import Week
from tests import world as worlds

PHASES: dict[str, datetime] = {
    "submission": worlds.DURING_SUBMISSION,
    "preselection": worlds.DURING_PRESELECTION,
    "deciding": worlds.DECIDING,
    "announced": worlds.DURING_TEAMS,
}
NOBODY = "xxxxxxxxxxxx"  # a key that no row has


@dataclass
class Scene:
    """The world of one phase, with the things that URLs point at, by the name the table gives them."""

    world: worlds.World
    phase: str
    ideas: dict[str, Idea] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    when: datetime | None = None  # of a scene that another table builds
    keys: dict[str, dict[str, Any]] = field(
        default_factory=dict
    )  # argument in the route -> thing -> what stands there
    admin: dict[str, Any] = field(default_factory=dict)  # app/model -> a row for its pages in the admin
    bodies: dict[str, Any] = field(default_factory=dict)  # URL -> what to post, made from (scene, about)
    _paths: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.when or PHASES[self.phase]

    def path(self, route: str, about: str) -> str:
        """The address of a route, its arguments filled in from what the row is about."""
        if (route, about) not in self._paths:
            self._paths[route, about] = self.address(route, about)
        return self._paths[route, about]

    def address(self, route: str, about: str) -> str:
        edition = self.world.edition
        if "<path:object_id>" in route and "content_type_id" not in route:
            return "/" + route.replace("<path:object_id>", str(self.row_of(route).pk))
        values = {
            "<slug:edition>": "1999-2000" if about == "no_edition" else edition.pk,
            "<slug:idea_id>": self.ideas[about].pk if about in self.ideas else NOBODY,
            "<slug:subject_id>": self.ideas[about].pk if about in self.ideas else NOBODY,
            "<round:kind>": "preselectie",
            "<slug:sheet_id>": self.sheets[about].pk if about in self.sheets else NOBODY,
            "<slug:other_id>": self.ideas["handed_in"].pk if "handed_in" in self.ideas else NOBODY,
            "<slug:step_key>": "kern",
            "<slug:page_key>": "pitchen" if about == "learn" else NOBODY,
            "<int:number>": "0",
            "<int:letter_id>": "0",
            "<int:address_id>": "0",
            "<int:pk>": "1",
            "<path:content_type_id>/<path:object_id>": f"1/{NOBODY}",
            f"^(?P<app_label>{'|'.join(app_labels())})/$": "ideas/",
            "(?P<url>.*)$": "bestaat/niet/",
        }
        values |= {name: things.get(about, values.get(name, NOBODY)) for name, things in self.keys.items()}
        for name, value in values.items():
            route = route.replace(name, value)
        return "/" + route

    def row_of(self, route: str) -> Model:
        """A row for a page of the admin about one thing."""
        _admin, app, model, *_rest = route.split("/")
        if self.admin:
            return self.admin[f"{app}/{model}"]
        handed_in = self.ideas["handed_in"]
        found: dict[str, Any] = {
            "portal/person": self.world.employee,
            "portal/role": Role.objects.get(person=self.world.juror),
            "portal/entity": Entity.objects.order_by("name").first(),
            "portal/policydomain": PolicyDomain.objects.first(),
            "portal/emaildomain": EmailDomain.objects.first(),
            "portal/accountinvitation": AccountInvitation.objects.first(),
            "portal/transfer": Transfer.objects.first(),
            "portal/edition": self.world.edition,
            "portal/phase": Phase.objects.get(edition=self.world.edition, key="pitch"),
            "portal/extension": Extension.objects.first(),
            "portal/release": Release.objects.first() or Release(pk=NOBODY),
            "portal/letter": Letter.objects.filter(subject__endswith=handed_in.pk).order_by("pk").first(),
            "portal/event": Event.objects.filter(subject__endswith=handed_in.pk).order_by("pk").first(),
            "ideas/idea": handed_in,
            "ideas/question": self.world.edition.questions.first(),
            "ideas/outcome": handed_in,
            "ideas/comment": Comment.objects.first() or Comment(pk=NOBODY),
            "sprints/week": Week.objects.first(),
            "jury/round": self.world.round,
            "jury/criterion": Criterion.objects.filter(rubric=self.world.round.rubric).first(),
        }
        return found[f"{app}/{model}"]

    def body(self, key: str, about: str) -> dict[str, Any]:
        """What to post so that somebody who may gets it done: a refusal must come from the guard."""
        make = self.bodies.get(key) or BODIES.get(key)
        return make(self, about) if make else {}


def app_labels() -> list[str]:
    """The apps with a page in the admin, in the order of its URL."""
    labels: list[str] = []
    for model in admin_site._registry:
        labels += [] if model._meta.app_label in labels else [model._meta.app_label]
    return labels


def _step(scene: Scene, about: str) -> dict[str, Any]:
    version = scene.ideas[about].version if about in scene.ideas else 1
    return {"version": version, "title": "Een nieuwe titel", "summary": "Een nieuwe samenvatting."}


def _scores(scene: Scene, about: str) -> dict[str, Any]:
    given = {f"c{one.pk}": "yes" if one.is_gate else "3" for one in criteria_of(scene.world.round)}
    version = scene.sheets[about].version if about in scene.sheets else 1
    return {"version": version, "comment": "Duidelijk uitgelegd en haalbaar.", **given}


def _decision(scene: Scene, about: str) -> dict[str, Any]:
    version = 0 if scene.phase == "submission" else 1
    return {"version": version, "kind": "shortlisted", "feedback": "Een sterk idee, werk het uit."}


def _set_up(scene: Scene, about: str) -> dict[str, Any]:
    return {"division": "all", "per_entry": "3", "sees": "never", "deciders": [scene.world.decider.pk]}


def _criterion(scene: Scene, about: str) -> dict[str, Any]:
    return {"order": "1", "kind": "must", "text_nl": "Het idee kan getest worden.", "scale": "5"}


def _letter(scene: Scene, about: str) -> dict[str, Any]:
    name = about if about in registry.letters else "draft_waits"
    words = wordings.shipped_words(name) | {"title_nl": "Een andere onderwerpregel"}
    return words | {"version": "0", "offsets": "-7d, -1d", "hour": "10"}


def _phase(scene: Scene, about: str) -> dict[str, Any]:
    return {
        "label_nl": "Pitch", "label_en": "Pitch", "opens_at_0": "2022-05-20", "opens_at_1": "09:00",
        "closes_at_0": "2022-05-21", "closes_at_1": "00:00", "display_nl": "", "display_en": "",
        "reason": "De zaal is een dag later vrij.",
    }  # fmt: skip


def _transfer(scene: Scene, about: str) -> dict[str, Any]:
    omgeving = Entity.objects.get(name="Departement Omgeving")
    return {"person": scene.world.owner.pk, "entity": omgeving.pk, "reason": "Een andere baan."}


def _invitation(scene: Scene, about: str) -> dict[str, Any]:
    vdab = Entity.objects.get(name="VDAB")
    return {"email": "nieuw@elders.be", "entity": vdab.pk, "edition": scene.world.edition.pk}


def _chosen(action: str, model: Any) -> Any:
    return lambda scene, about: {"action": action, "_selected_action": model.objects.first().pk}


def _extension(scene: Scene, about: str) -> dict[str, Any]:
    return {
        "phase": Phase.objects.get(edition=scene.world.edition, key="pitch").pk,
        "person": scene.world.owner.pk, "until_0": "2022-06-01", "until_1": "00:00", "reason": "Ziek.",
    }  # fmt: skip


def _round(scene: Scene, about: str) -> dict[str, Any]:
    chosen = [scene.world.decider.pk, scene.world.staff.pk]
    inline = {f"rubrics-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"deciders": chosen, **inline}


def _week(scene: Scene, about: str) -> dict[str, Any]:
    return {"bookable": "on"} | {f"places-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


BODIES: dict[str, Any] = {
    "profile": lambda scene, about: {"name": "Iemand Anders", "language": "en", "entity": ""},
    "set_language": lambda scene, about: {"language": "en", "next": "/"},
    "account_request_login_code": lambda scene, about: {"email": "owner@vlaanderen.be"},
    "account_login": lambda scene, about: {"email": "owner@vlaanderen.be"},
    "account_signup": lambda scene, about: {"name": "Iemand Nieuw", "email": "nieuw@vlaanderen.be"},
    "my_mails": lambda scene, about: {"reminder": "digest", "news": "now", "talk": "off", "call": "off"},
    "follow_call": lambda scene, about: {"email": "iemand@elders.be"},
    "retention_period": lambda scene, about: {"months": "24"},
    "mail_letter": lambda scene, about: _letter(scene, about),
    "new_text": lambda scene, about: {"title_nl": "Zo schrijf je", "body_nl": "Kort.", "version": "0"},
    "text": lambda scene, about: {"title_nl": "Pitchen", "body_nl": "Kort.", "version": "0"},
    "ideas:write": _step,
    "ideas:preview": lambda scene, about: {"why": "**Omdat** het kan."},
    "ideas:files": lambda scene, about: {"role": "file", "file-file": worlds.small_picture()},
    "ideas:check": lambda scene, about: {"public_text_approved": "on"},
    "ideas:withdraw": lambda scene, about: {"reason": "Iemand anders doet het al."},
    "ideas:name": lambda scene, about: {"shown": "yes"},
    "ideas:comment": lambda scene, about: {"text": "Wij testen graag mee."},
    "ideas:take_comment_away": lambda scene, about: {"reason": "Dit hoort hier niet."},
    "ideas:propose_merger": lambda scene, about: {
        "kept": scene.ideas["handed_in"].pk, "why": "Hetzelfde probleem.",
    },
    "ideas:merger": lambda scene, about: {"agree": "1"},
    "ideas:owners": lambda scene, about: {"email": "iemand@vlaanderen.be", "message": "Doe je mee?"},
    "ideas:invitation": lambda scene, about: {"accept": "1"},
    "ideas:hand_over": lambda scene, about: {"to": scene.world.owner.pk},
    "ideas:ask_question": lambda scene, about: {"question": "Wie gebruikt dit vandaag?"},
    "ideas:answer_question": lambda scene, about: {"answer": "De sluiswachters."},
    "ideas:start_for": lambda scene, about: {
        "email": "iemand@vlaanderen.be", "reason": "Aan de telefoon.", "title": "Een idee van een collega",
    },
    "admin:portal_emaildomain_add": lambda scene, about: {"domain": "omgeving.vlaanderen.be"},
    "admin:portal_emaildomain_change": lambda scene, about: {"domain": "omgeving.vlaanderen.be"},
    "admin:portal_emaildomain_changelist": _chosen("remove", EmailDomain),
    "admin:portal_accountinvitation_add": _invitation,
    "admin:portal_accountinvitation_changelist": _chosen("withdraw", AccountInvitation),
    "admin:portal_transfer_add": _transfer,
    "admin:portal_transfer_changelist": _chosen("withdraw", Transfer),
    "admin:portal_extension_add": _extension,
    "admin:portal_extension_changelist": lambda scene, about: {
        "action": "end", "_selected_action": Extension.objects.first().pk,  # type: ignore[union-attr]
    },
    "jury:sheet": _scores,
    "jury:conflict": lambda scene, about: {"conflict": "no"},
    "jury:decision": _decision,
    "jury:together": lambda scene, about: {
        "subjects": [scene.ideas["handed_in"].pk], "kind": "shortlisted", "feedback": "Een sterk idee.", "sure": "1",
    },
    "jury:propose": lambda scene, about: {"visible_from": "2022-01-31T09:00"},
    "jury:withdraw": lambda scene, about: {"reason": "Er klopt iets niet."},
    "admin:portal_person_changelist": lambda scene, about: {
        "action": "log_out_everywhere", "_selected_action": scene.world.employee.pk,
    },
    "admin:portal_role_add": lambda scene, about: {
        "person": scene.world.employee.pk, "kind": "coach", "edition": scene.world.edition.pk,
        "since": f"{scene.at:%Y-%m-%d}", "reason": "Ze kent het traject.",
    },
    "admin:portal_role_change": lambda scene, about: {
        "until": f"{scene.at:%Y-%m-%d}", "end_reason": "Een andere baan.",
    },
    "admin:portal_letter_changelist": lambda scene, about: {
        "action": "resend", "_selected_action": Letter.objects.order_by("pk").first().pk,  # type: ignore[union-attr]
    },
    "admin:ideas_comment_changelist": lambda scene, about: {
        "action": "take_away", "_selected_action": getattr(Comment.objects.first(), "pk", NOBODY),
    },
    "admin:portal_entity_add": lambda scene, about: {"name": "Departement Nieuw", "active": "on"},
    "admin:portal_entity_change": lambda scene, about: {"name": "Departement Anders", "active": "on"},
    "jury:set_up": _set_up,
    "jury:new_criterion": _criterion,
    "jury:criterion": _criterion,
    "jury:agreed": lambda scene, about: {"tie_rule": "median", "minimum_sheets": "2"},
    "jury:seat": lambda scene, about: {"kind": "strategic", "capacity": "4"},
    "admin:portal_phase_change": _phase,
    "admin:jury_round_change": _round,
    "admin:sprints_week_change": _week,
}  # fmt: skip


QUERIES = {
    "ideas:similar": {"q": "Slimme sluisdeuren, lucht in de klas, papier zonder einde"},
    "admin:autocomplete": {
        "app_label": "portal",
        "model_name": "role",
        "field_name": "person",
        "term": "Een",
    },
}


def build(phase: str, *, decisions: bool = True) -> Scene:
    """The world at a phase, brought there by the real verbs: a draft and a handed-in idea of the owner, a shortlisted
    and a not shortlisted one of the other owner, one discarded; sheets, decisions and a release as far as they go."""
    world = worlds.build()
    EmailAddress.objects.update(verified=True)  # everybody came in by a code
    PolicyDomain.objects.create(name="Omgeving")
    scene = Scene(world, phase)
    handed_in, file = _with_file(world, world.owner, "Slimme sluisdeuren", "file")
    shortlisted, picture = _with_file(world, world.other_owner, "Lucht in de klas", "picture")
    scene.ideas = {
        "handed_in": handed_in,
        "shortlisted": shortlisted,
        "not_shortlisted": world.submitted(world.other_owner, "Papier zonder einde"),
        "discarded": world.draft(world.owner, "Een vergissing"),
    }
    ideas.discard_draft(scene.ideas["discarded"], by=world.owner, at=worlds.DURING_SUBMISSION)
    scene.ideas["draft"], loose = _with_file(world, world.owner, "Nog niet af", "file", submit=False)
    scene.keys["<int:version_number>"] = dict.fromkeys(("draft", "handed_in"), "3")
    scene.keys["<int:version_number>"] |= dict.fromkeys(("discarded", "nothing"), "2")
    scene.keys["<slug:file_id>"] = {"draft": loose, "handed_in": file, "shortlisted": picture}
    scene.keys["<slug:comment_id>"] = {}
    scene.keys["<slug:key>"] = {"a_criterion": "benefit"}
    scene.keys.setdefault("<slug:person_id>", {})["a_judge"] = world.assessor.pk
    jury.draft_rubric(world.round, by=world.staff, at=worlds.DURING_SUBMISSION)
    people.update_profile(
        world.employee,
        name=world.employee.name,
        entity=Entity.objects.get(name="VDAB"),
        language="nl",
        at=worlds.DURING_SUBMISSION,
    )
    _let_in(scene)
    _share(scene)
    _mail(scene)
    if phase != "submission":
        _judge(scene)
    if phase != "submission" and decisions:
        _decide(scene)
    if phase in ("deciding", "announced"):
        _propose(scene)
    if phase == "announced":
        jury.approve_release(world.fresh_round(), by=world.chair, at=worlds.DECIDING)
        _talk(scene)
    for idea in scene.ideas.values():
        idea.refresh_from_db()
    for sheet in scene.sheets.values():
        sheet.refresh_from_db()
    world.fresh_round()
    return scene


def _with_file(
    world: worlds.World, owner: Person, title: str, role: str, *, submit: bool = True
) -> tuple[Idea, str]:
    """An idea with one file, and the key of that file; handed in unless said otherwise."""
    idea = world.draft(owner, title)
    at = worlds.DURING_SUBMISSION
    added = ideas.add_file(idea, worlds.small_picture(), role=role, about="Een tekening.", by=owner, at=at)
    if submit:
        ideas.submit_idea(idea, public_text_approved=True, show_name=False, by=owner, at=at)
    idea.refresh_from_db()
    return idea, added.pk


def _let_in(scene: Scene) -> None:
    """Somebody from elsewhere who is invited, and an employee who may move."""
    world, at = scene.world, worlds.DURING_SUBMISSION
    vdab = Entity.objects.get(name="VDAB")
    registration.invite("gast@elders.be", entity=vdab, edition=world.edition, by=world.staff, at=at)
    omgeving = Entity.objects.get(name="Departement Omgeving")
    transfers.propose(world.employee, omgeving, reason="Een andere baan.", by=world.staff, at=at)


def _share(scene: Scene) -> None:
    """A draft with two owners, an invitation and a question about what was handed in, and more time for somebody."""
    world, at = scene.world, worlds.DURING_SUBMISSION
    scene.ideas["shared"] = shared = world.draft(world.other_owner, "Samen geschreven")
    asked = ideas.invite_owner(shared, "owner@vlaanderen.be", by=world.other_owner, at=at)
    ideas.accept_invitation(asked, show_name=False, by=world.owner, at=at)
    handed_in = scene.ideas["handed_in"]
    invitation = ideas.invite_owner(handed_in, "employee@vlaanderen.be", by=world.owner, at=at)
    question = ideas.ask_question(handed_in, "Voor wie is dit?", by=world.staff, at=at)
    number = Submission.objects.get(idea=handed_in).number
    phase = Phase.objects.get(edition=world.edition, key="pitch")
    told = {"until": worlds.PITCH_DAY + timedelta(days=10), "reason": "Afwezig.", "by": world.staff, "at": at}
    phases.give_more_time(phase, world.member, **told)
    both = {"kept": handed_in, "gone": scene.ideas["not_shortlisted"], "state": "declined"}
    merger = Merger.objects.create(**both, why="Hetzelfde probleem.", by=world.staff, at=at)
    scene.keys |= {
        "<slug:merger_id>": {"handed_in": merger.pk},
        "<slug:invitation_id>": {"handed_in": invitation.pk},
        "<slug:question_id>": {"handed_in": question.pk},
        "<slug:number>": {"handed_in": number},
    }


def _mail(scene: Scene) -> None:
    """A reminder that can be refused, an address that does not work, somebody who follows the call; the plan as it
    stands that day."""
    world, at = scene.world, worlds.DURING_SUBMISSION
    planner.replan(world.edition, at=at)
    reminder = outbox.queue("draft_waits", to=world.employee, about=world.edition, due=at, occasion="-7d")
    Letter.objects.filter(pk=reminder.pk).update(
        state="failed", reply="550 onbekend", text="Nog niet ingediend."
    )
    dead = DeadAddress.objects.create(address="weg@vlaanderen.be", reply="550 onbekend", at=at)
    asked = max(scene.at, at)
    row = Subscription.objects.create(pk="volger000001", email="volger@elders.be", asked_at=asked)
    sealed = {"sealed": choices.token(reminder), "confirm": subscriptions.token(row)}
    scene.keys["<str:token>"] = sealed
    scene.keys["<int:letter_id>"] = {"sealed": str(reminder.pk)}
    scene.keys["<int:address_id>"] = {"sealed": str(dead.pk)}
    agreed = Consent.objects.filter(person=scene.world.owner, kind="public_text").first()
    scene.keys["<int:consent_id>"] = {"agreed": str(agreed.pk)} if agreed else {}
    scene.keys["<str:subject>"] = {"story": f"portal.edition:{scene.world.edition.pk}"}
    scene.keys.setdefault("<slug:person_id>", {})["somebody"] = scene.world.employee.pk
    scene.keys["<slug:extension>"] = {"csv": "csv"}
    scene.keys["<slug:kind>"] = {"content": "content"}
    scene.keys["<slug:letter_name>"] = {one: one for one in ("draft_waits", "idea_received")}


def _judge(scene: Scene) -> None:
    """The assessor has one sheet open and one handed in, the recused one stepped aside."""
    world, handed_in = scene.world, scene.ideas["handed_in"]
    scene.sheets = {
        "open_sheet": world.sheet(handed_in, world.assessor),
        "handed_in_sheet": world.judged(scene.ideas["shortlisted"], world.assessor),
        "recused_sheet": world.sheet(handed_in, world.recused),
    }
    jury.recuse(
        scene.sheets["recused_sheet"],
        reason="Een collega van mij.",
        by=world.recused,
        at=worlds.DURING_PRESELECTION,
    )


def _decide(scene: Scene) -> None:
    shortlisted = {scene.ideas["shortlisted"]: OutcomeKind.SHORTLISTED.value}
    others = {
        scene.ideas[name]: OutcomeKind.NOT_SHORTLISTED.value for name in ("handed_in", "not_shortlisted")
    }
    scene.world.decided(shortlisted | others, at=worlds.DURING_PRESELECTION)


def _propose(scene: Scene) -> None:
    jury.propose_release(
        scene.world.round,
        visible_from=worlds.ANNOUNCEMENT,
        by=scene.world.decider,
        at=worlds.DECIDING,
    )


def _talk(scene: Scene) -> None:
    """The employee says something under the shortlisted idea, once it is public."""
    idea, writer = scene.ideas["shortlisted"], scene.world.employee
    comment = ideas.write_comment(idea, "Wij kennen dit ook.", by=writer, at=worlds.DURING_TEAMS)
    scene.keys["<slug:comment_id>"] = {"comment": comment.pk}


def person_of(scene: Scene, member: str) -> Person | None:
    """Somebody of the cast; nobody for `anonymous`."""
    return None if member == "anonymous" else scene.world.people[member]


class Browser(RequestFactory):
    """A client that keeps nothing between two requests, so that thousands of them cost little; a fault is a 500."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, session: str = "") -> None:
        super().__init__()
        if session:
            self.cookies[settings.SESSION_COOKIE_NAME] = session

    def request(self, **environ: Any) -> Any:
        return self.handler(self._base_environ(**environ))


def browser_of(client_of: Any, person: Person | None) -> Browser:
    """A browser that is logged in once and for all; nobody's when None."""
    cookie = client_of(person).cookies.get(settings.SESSION_COOKIE_NAME)
    return Browser(cookie.value if cookie else "")


def routes(urlconf: str | None = None) -> dict[str, str]:
    """Every route of the resolver by the name of its URL; one without a name goes by its route."""
    return {key: route for key, route, _view in walk(urlconf)}


def walk(urlconf: str | None = None) -> Iterator[tuple[str, str, Any]]:
    """Every URL: how the table calls it, its route, its view."""
    yield from _walk(get_resolver(urlconf), (), "")


def _walk(resolver: URLResolver, spaces: tuple[str, ...], before: str) -> Iterator[tuple[str, str, Any]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield (":".join([*spaces, one.name]) if one.name else route), route, one.callback
        else:
            yield from _walk(one, (*spaces, one.namespace) if one.namespace else spaces, route)
