"""Forms of teams. Rules stand in `rules`; here only what a text or a choice looks like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText, RowChoice
from teams.actions.pitch import SLIDES
from teams.models import Engagement, PitchFile, Profile, Team

MOST_PROFILES = 6


class StandForm(BareForm):
    """What I bring, what I expect, how much time I have."""

    profile = RowChoice(
        Profile.objects.none(),
        label=_("Voor welk profiel?"),
        required=False,
        empty_label=_("Geen bepaald profiel"),
    )
    brings = LongText(
        label=_("Wat breng ik mee?"),
        help_text=_("Wat kan of ken je waar dit team iets aan heeft? Enkele zinnen zijn genoeg."),
        max_length=2000,
        error_messages={"required": _("Schrijf in enkele zinnen wat je meebrengt.")},
    )
    expects = LongText(
        label=_("Wat verwacht ik?"),
        help_text=_("Wat wil je leren, of hoe wil je werken?"),
        max_length=2000,
        required=False,
        rows=3,
    )
    engagement = forms.ChoiceField(
        label=_("Hoeveel tijd kan je geven?"),
        choices=Engagement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoeveel tijd je kan geven.")},
    )
    engagement_note = forms.CharField(
        label=_("Meer over je tijd"),
        help_text=_("Bijvoorbeeld: elke woensdag, of niet in de paasvakantie."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, team: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles = Profile.objects.filter(team=team, found=False)
        self.fields["profile"].queryset = profiles  # type: ignore[attr-defined]
        if team is None or not profiles.exists():
            del self.fields["profile"]


class AnswerForm(BareForm):
    """The owner's word to a candidate. A no without a word is refused by the verb."""

    word = LongText(
        label=_("Jouw antwoord aan de kandidaat"),
        help_text=_("De kandidaat leest dit. Zeg je nee, leg dan in één zin uit waarom."),
        max_length=2000,
        required=False,
        rows=4,
    )


class CallForm(BareForm):
    """Whom the team looks for: a text, and profiles in plain fields, so that it works without JavaScript."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    call = LongText(
        label=_("Wie zoeken jullie, en waarom is het leuk om mee te doen?"),
        help_text=_("Iedereen leest dit bij je idee."),
        max_length=2000,
        required=False,
        rows=6,
    )
    all_optional = True

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(version=team.version, call=team.call)
        known = list(team.profiles.all())
        for number in range(1, MOST_PROFILES + 1):
            self.fields[f"title{number}"] = forms.CharField(
                label=_("Profiel %(n)d") % {"n": number}, max_length=80, required=False
            )
            self.fields[f"found{number}"] = forms.BooleanField(label=_("al gevonden"), required=False)
            if number <= len(known):
                profile = known[number - 1]
                self.initial.update({f"title{number}": profile.title, f"found{number}": profile.found})

    def profiles(self) -> list[tuple[str, bool]]:
        """Profiles as (title, found), in their order; empty and repeated ones are left out."""
        told: dict[str, bool] = {}
        for number in range(1, MOST_PROFILES + 1):
            title = self.cleaned_data[f"title{number}"].strip()
            if title:
                told.setdefault(title, self.cleaned_data[f"found{number}"])
        return list(told.items())


class StopForm(BareForm):
    lessons = LongText(
        label=_("Wat leerden jullie?"),
        help_text=_("Falen is een optie. Wat je leerde helpt het volgende team."),
        max_length=2000,
        error_messages={
            "required": _("Schrijf in enkele zinnen wat jullie leerden: daar hebben anderen iets aan.")
        },
    )


class LeaveForm(BareForm):
    reason = LongText(
        label=_("Waarom ga je?"),
        help_text=_("Alleen Sandbox leest dit."),
        max_length=1000,
        required=False,
        rows=3,
    )


class RoleForm(BareForm):
    role = forms.CharField(label=_("Wat doe je in het team?"), max_length=80, required=False)


class WaiveForm(BareForm):
    reason = LongText(
        label=_("Waarom mag deze persoon in een tweede team?"),
        help_text=_("Blijft bewaard in de geschiedenis van het team."),
        max_length=1000,
        rows=3,
        error_messages={"required": _("Schrijf waarom deze persoon in een tweede team mag.")},
    )


class SupportForm(BareForm):
    """Whom to ask, and for how much time."""

    manager_name = forms.CharField(
        label=_("Naam van je leidinggevende"),
        max_length=150,
        error_messages={"required": _("Schrijf de naam van je leidinggevende.")},
    )
    manager_email = forms.EmailField(
        label=_("E-mailadres van je leidinggevende"),
        max_length=254,
        error_messages={
            "required": _("Schrijf het e-mailadres van je leidinggevende."),
            "invalid": _("Dit is geen e-mailadres. Een goed voorbeeld: voornaam.naam@vlaanderen.be."),
        },
    )
    hours = forms.CharField(
        label=_("Hoeveel tijd vraag je?"),
        help_text=_("Bijvoorbeeld: één volle sprintweek, daarna vier uur per week tot de PoC klaar is."),
        max_length=200,
        error_messages={"required": _("Schrijf hoeveel tijd je vraagt.")},
    )


class SupportAnswerForm(BareForm):
    """What the manager says."""

    agrees = forms.TypedChoiceField(
        label=_("Wat is je antwoord?"),
        choices=[("yes", _("Ja, ik geef deze tijd")), ("talk", _("Ik wil er eerst over praten"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een van de twee antwoorden.")},
    )
    word = LongText(
        label=_("Wil je er iets bij zeggen?"),
        help_text=_("Je medewerker, het team en later de jury lezen dit."),
        max_length=2000,
        required=False,
        rows=4,
    )


class PitchFileForm(BareForm):
    """What the jury reads of the team."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    plan = LongText(
        label=_("Plan van aanpak"),
        help_text=_("Wat doen jullie wanneer, van het begin tot het einde van de PoC?"),
        max_length=6000,
        required=False,
        rows=10,
    )
    budget = LongText(
        label=_("Inzet van het budget"),
        help_text=_("Waaraan besteden jullie de externe hulp? Noem bedragen inclusief btw."),
        max_length=4000,
        required=False,
        rows=6,
    )
    slides = forms.FileField(
        label=_("Presentatie"),
        help_text=_("Een pdf of pptx van maximaal 10 MB. Een nieuwe vervangt de vorige."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in SLIDES)}),
    )
    all_optional = True

    def __init__(self, *args: Any, pitch_file: PitchFile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = pitch_file.version if pitch_file else 0
        if pitch_file:
            self.initial.update(plan=pitch_file.plan, budget=pitch_file.budget)
