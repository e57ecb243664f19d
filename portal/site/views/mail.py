"""Where staff follow and steer the mail: what is coming, what went out, the words of each letter, when it leaves."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import auditing, http, outbox, registry
from portal.access import allow, staff
from portal.errors import Stale
from portal.mail import addresses, calendar, plan, samples, wordings
from portal.mail.kinds import KINDS
from portal.models import DeadAddress, Edition, Letter
from portal.site.forms import LetterForm, PostForm

WITHOUT_WORDS = {"test_letter"}  # its words are those of another letter


@require_GET
@allow(staff)
def mails(request: Any, edition: Edition) -> HttpResponse:
    """The calendar: what is on its way, what is coming and to how many, what went wrong."""
    prefetch_related_objects([edition], "mail_rules")
    lines = calendar.coming(edition, at=request.at)
    context = {
        "page": Paginator(lines, http.PAGE_SIZE).get_page(request.GET.get("pagina")),
        "running": calendar.running(edition),
        "problems": calendar.problems(edition, at=request.at),
        "dead": list(calendar.dead_addresses()[:50]),
        "nothing": "" if lines else calendar.why_nothing(edition),
        "all_paused": plan.is_paused(plan.ALL, plan.rules_of(edition)),
    }
    return render(request, "mails/calendar.html", context)


@require_GET
@allow(staff)
def sent(request: Any, edition: Edition) -> HttpResponse:
    """What went out, to whom, with the server's answer; to be searched by person."""
    form = PostForm(request.GET)
    rows = calendar.found(calendar.letters_of(edition, at=request.at), form.initial["wie"])
    if form.initial["toestand"]:
        rows = rows.filter(state=form.initial["toestand"])
    page = http.page_of(request, rows)
    for row in page:
        row.about = _about(row)
        row.again = row.state in calendar.PROBLEMS
    return render(request, "mails/sent.html", {"page": page, "bar": {"form": form, "chips": []}})


@require_GET
@allow(staff)
def one(request: Any, edition: Edition, letter_id: int) -> HttpResponse:
    """One letter as it left."""
    row = get_object_or_404(calendar.letters_of(edition, at=request.at), pk=letter_id)
    auditing.look(row, by=request.user, at=request.at)
    return render(request, "mails/one.html", {"letter": row, "about": _about(row)})


def _about(row: Letter) -> str:
    """What a letter is about, also before it has a subject; by its name when the portal no longer knows it."""
    return str(registry.letters[row.name].about) if row.name in registry.letters else row.name


@require_POST
@allow(staff)
def resend(request: Any, edition: Edition, letter_id: int) -> HttpResponse:
    """Try a letter again that failed, or that may not have arrived."""
    row = get_object_or_404(Letter, pk=letter_id, edition=edition)
    said = (
        _("De mail vertrekt opnieuw.")
        if outbox.resend(row)
        else _("Deze mail hoeft niet opnieuw te vertrekken.")
    )
    return http.done(request, reverse("mails_sent", args=[edition.pk]), said)


@require_POST
@allow(staff)
def clear_address(request: Any, edition: Edition, address_id: int) -> HttpResponse:
    """An address works again."""
    row = get_object_or_404(DeadAddress, pk=address_id)
    addresses.clear(row, by=request.user, at=request.at)
    return http.done(request, reverse("mails", args=[edition.pk]), _("Het adres wordt weer gebruikt."))


@require_GET
@allow(staff)
def plan_of_mail(request: Any, edition: Edition) -> HttpResponse:
    """Every letter: when it leaves, to whom, whether people may refuse it, whether it is held."""
    rules = plan.rules_of(edition)
    times = {one.name: one for one in plan.planned(edition)}
    rows = [_row(spec, times.get(spec.name), rules) for spec in registry.letters.values()]
    groups = [
        {"label": _("Vertrekt vanzelf"), "rows": [row for row in rows if row["when"]]},
        {"label": _("Vertrekt meteen, als iets gebeurt"), "rows": [row for row in rows if not row["when"]]},
    ]
    paused = plan.is_paused(plan.ALL, rules)
    return render(request, "mails/plan.html", {"groups": groups, "all_paused": paused})


def _row(spec: registry.LetterSpec, one: plan.Planned | None, rules: dict[str, Any]) -> dict[str, Any]:
    when = ""
    if one:
        offsets = ", ".join(plan.offset_label(offset) for offset in one.offsets)
        when = f"{offsets}: {plan.moment_label(one.reminder.moment)}"
    own = rules.get(spec.name)
    return {"spec": spec, "kind": KINDS[spec.kind], "when": when, "paused": own is not None and own.paused}


@require_http_methods(["GET", "POST"])
@allow(staff)
def letter(request: Any, edition: Edition, letter_name: str) -> HttpResponse:
    """The words of a letter and when it leaves, with a preview for real people; a test goes to who asks."""
    spec = registry.letters.get(letter_name)
    if spec is None or letter_name in WITHOUT_WORDS:
        raise Http404
    form = LetterForm(request.POST or None, name=letter_name, edition=edition)
    sent_in = request.method == "POST" and form.is_valid()
    people = samples.samples(edition, letter_name, at=request.at)
    chosen = _chosen(request, people)
    if chosen:
        told = {"page": "preview", "letter": letter_name, "person": chosen.recipient_id or ""}
        auditing.look(edition, by=request.user, at=request.at, **told)
    tested = ""
    if sent_in and "test" in request.POST:
        tested = _("De proefmail is onderweg naar %(email)s.") % {"email": request.user.email}
        samples.send_to_oneself(edition, letter_name, form.words, chosen, by=request.user, at=request.at)
    elif sent_in and "preview" not in request.POST:
        return _save(request, edition, form)
    words = form.words if sent_in else wordings.words_of(letter_name, edition)[0]
    context = {
        "form": form,
        "people": [{"number": number, "name": _name_of(one)} for number, one in enumerate(people)],
        "chosen": people.index(chosen) if chosen else 0,
        "looks": _looks(edition, letter_name, words, chosen),
        "real": chosen is not None,
        "tested": tested,
    }
    return render(request, "mails/letter.html", context | _about_kind(spec, edition))


def _about_kind(spec: registry.LetterSpec, edition: Edition) -> dict[str, Any]:
    """What holds for every letter of a kind, whoever gets it."""
    return {
        "spec": spec,
        "kind": KINDS[spec.kind],
        "values": sorted(wordings.values_of(spec.name)),
        "versions": list(wordings.versions(spec.name, edition)[:10]),
        "paused": plan.is_paused(spec.name, plan.rules_of(edition)),
    }


def _chosen(request: Any, people: list[Letter]) -> Letter | None:
    """Whose letter is shown: the one that was chosen, otherwise the first."""
    told = request.POST.get("person") or request.GET.get("aan") or "0"
    place = int(told) if told.isdecimal() and len(told) < 4 else 0
    return people[place] if place < len(people) else (people[0] if people else None)


def _name_of(one: Letter) -> str:
    return str(one.recipient or one.address)


def _looks(edition: Edition, name: str, words: dict[str, str], chosen: Letter | None) -> list[dict[str, Any]]:
    """The letter in each language; with invented values where nobody would get it now."""
    found = []
    for language in wordings.LANGUAGES:
        if not words[f"body_{language}"]:
            continue
        real = samples.rendered(chosen, words, language) if chosen else None
        title, body, foot = real or samples.invented(edition, name, words, language)
        told = {"language": language, "title": title, "body": body, "foot": foot}
        found.append(told | {"real": real is not None})
    return found


def _save(request: Any, edition: Edition, form: LetterForm) -> HttpResponse:
    told = {"by": request.user, "at": request.at}
    try:
        wordings.write(form.name, edition, form.words, version=form.cleaned_data["version"], **told)
    except Stale as stale:
        stale.links = [(_("Naar de nieuwe tekst"), request.path)]
        raise
    if form.has_times:
        offsets, hour = form.cleaned_data["offsets"], form.cleaned_data["hour"]
        plan.set_times(edition, form.name, offsets=offsets, hour=hour, **told)
    return http.done(request, request.path, _("De mail is bewaard."))


@require_POST
@allow(staff)
def pause(request: Any, edition: Edition) -> HttpResponse:
    """Hold one letter or all of them, or let them go again."""
    name, on = request.POST.get("letter", ""), request.POST.get("on") == "1"
    if name and name not in registry.letters:
        raise Http404
    plan.pause(edition, name, on=on, by=request.user, at=request.at)
    said = _("Gepauzeerd: er vertrekt niets tot je verdergaat.") if on else _("De mails vertrekken weer.")
    return http.done(request, reverse("mail_plan", args=[edition.pk]), said)
