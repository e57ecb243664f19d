"""Forms of the roof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import pages, people, prose, registry
from portal.errors import Refused
from portal.forms import BareForm, LongText, RowChoice, WholeText
from portal.mail import plan, wordings
from portal.mail.kinds import KINDS
from portal.models import Edition, Entity, MailHow, PageText, Person
from portal.models.mail import LetterState


class ProfileForm(BareForm):
    """Who I am and where I work."""

    name = forms.CharField(
        label=_("Voornaam en naam"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Schrijf je voornaam en naam.")},
    )
    entity = RowChoice(
        Entity.objects.filter(active=True),
        label=_("Entiteit"),
        help_text=_("Waar werk je nu?"),
        required=False,
        empty_label=_("Kies je entiteit"),
    )
    language = forms.ChoiceField(
        label=_("Taal van mijn mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="nl"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": person.name, "language": person.language}
        self.known = people.entity_of(person)
        if self.known:
            del self.fields["entity"]

    def clean(self) -> dict[str, Any]:
        """Where somebody works is said once; after that two members of staff move them."""
        told: dict[str, Any] = super().clean() or {}
        return {"entity": self.known} | told


class CloseForm(BareForm):
    """Closing an account is for good."""

    sure = forms.BooleanField(
        label=_("Ik weet dat dit niet ongedaan kan worden gemaakt."),
        error_messages={"required": _("Bevestig dat je weet dat dit definitief is.")},
    )


class CodeForm(BareForm):
    """A code from a mail."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": _("Vul de code in die we je mailden.")},
    )


NEW = "nieuw"  # the address of the empty form


class PageForm(BareForm):
    """The words of a page in Dutch and English. English may stay empty: readers of English get the Dutch then."""

    title_nl = forms.CharField(label=_("Titel"), max_length=120)
    body_nl = LongText(label=_("Tekst"), max_length=20_000, rows=14)
    title_en = forms.CharField(label=_("Titel in het Engels"), max_length=120, required=False)
    body_en = LongText(label=_("Tekst in het Engels"), max_length=20_000, rows=14, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, *args: Any, edition: Edition, page: PageText | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.page = edition, page
        if page:
            self.initial = page.words | {"version": page.number}

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title_nl", "body_nl", "title_en", "body_en")}

    def clean_title_nl(self) -> str:
        return self._fillable("title_nl")

    def clean_title_en(self) -> str:
        return self._fillable("title_en")

    def clean_body_nl(self) -> str:
        return self._with_steps(self._fillable("body_nl"))

    def clean_body_en(self) -> str:
        text = self._fillable("body_en")
        return self._with_steps(text) if text else ""

    def _fillable(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        for unknown in prose.unknown(text, self.edition):
            raise forms.ValidationError(prose.sentence_about(unknown, self.edition))
        return text

    def _with_steps(self, text: str) -> str:
        if self.page and self.page.key == "stappen" and not list(prose.sections(text, self.edition)):
            raise forms.ValidationError(gettext("Begin elke stap met een regel als: ## Je dient een idee in"))
        return text


class NewPageForm(PageForm):
    """A new page to learn from; its address is made from the title."""

    def clean_title_nl(self) -> str:
        title = super().clean_title_nl()
        key = self.key_of(title)
        if not key or key == NEW or pages.find(key, self.edition):
            raise forms.ValidationError(gettext("Er is al een pagina met deze titel. Kies een andere titel."))
        return title

    @staticmethod
    def key_of(title: str) -> str:
        return slugify(title)[:40].strip("-")

    @property
    def key(self) -> str:
        return self.key_of(self.cleaned_data["title_nl"])


class LetterForm(BareForm):
    """The words of a letter in both languages, and of a reminder when it leaves. English may stay empty."""

    title_nl = WholeText(label=_("Onderwerpregel"), max_length=300)
    body_nl = LongText(label=_("Tekst"), max_length=10_000, rows=14)
    title_en = WholeText(label=_("Onderwerpregel in het Engels"), max_length=300, required=False)
    body_en = LongText(label=_("Tekst in het Engels"), max_length=10_000, rows=14, required=False)
    offsets = forms.CharField(
        label=_("Wanneer"),
        help_text=_("-7d is zeven dagen voor, 0d op de dag zelf, +3d drie dagen na, -2u twee uur voor."),
        max_length=120,
    )
    hour = forms.IntegerField(
        label=_("Om hoe laat"), help_text=_("Een uur van 8 tot 19."), min_value=0, max_value=23
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, *args: Any, name: str, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        words, number = wordings.words_of(name, edition)
        self.initial = {**words, "version": number}
        moments = [one for one in plan.planned(edition) if one.name == name]
        if moments and registry.reminders[name].moment != "date.moved":
            offsets = ", ".join(str(offset) for offset in moments[0].offsets)
            self.initial |= {"offsets": offsets, "hour": moments[0].hour}
        else:
            del self.fields["offsets"], self.fields["hour"]

    @property
    def words(self) -> dict[str, str]:
        return {field: self.cleaned_data[field].strip() for field in wordings.FIELDS}

    @property
    def has_times(self) -> bool:
        return "offsets" in self.fields

    def clean(self) -> dict[str, Any]:
        """Each fault beside its field, in the words of the rule."""
        told: dict[str, Any] = super().clean() or {}
        for field in wordings.FIELDS:
            for fault in wordings.faults(self.name, told.get(field) or ""):
                self.add_error(field, fault)
        if told.get("title_en") and not told.get("body_en"):
            self.add_error("body_en", gettext("Schrijf ook de tekst in het Engels, of laat beide leeg."))
        if self.has_times and "offsets" in told and "hour" in told:
            try:
                plan.check_times(told["offsets"], told["hour"])
            except Refused as refused:
                self.add_error("hour" if "uur" in str(refused) else "offsets", str(refused))
        return told


class MyMailsForm(BareForm):
    """How somebody wants each kind of mail that may be refused."""

    def __init__(self, *args: Any, told: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, how in told.items():
            self.fields[key] = forms.ChoiceField(
                label=str(KINDS[key].label),
                help_text=str(KINDS[key].about),
                choices=MailHow.choices,
                widget=forms.RadioSelect,
                initial=how,
            )


class FollowForm(BareForm):
    """An address to follow the call with."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("We sturen één mail om te vragen of het klopt."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Schrijf je e-mailadres."),
            "invalid": _("Schrijf een e-mailadres zoals voornaam.naam@vlaanderen.be."),
        },
    )


class PostForm(BareForm):
    """Which letters to look for: to whom, and how they are."""

    wie = forms.CharField(
        label=_("Naam of e-mailadres"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    toestand = forms.ChoiceField(
        label=_("Toestand"), choices=[("", _("Alle")), *LetterState.choices], required=False
    )
    all_optional = True

    def __init__(self, asked: Any) -> None:
        state = asked.get("toestand", "")
        known = state if state in LetterState.values else ""
        super().__init__(initial={"wie": asked.get("wie", "")[:200].replace("\0", ""), "toestand": known})


class StyleForm(BareForm):
    """One field of every kind that the portal has, for the page of style."""

    text = forms.CharField(
        label=_("Een regel tekst"), help_text=_("De hint staat voor het veld."), max_length=80
    )
    long_text = LongText(label=_("Een langere tekst"), max_length=600)
    amount = forms.IntegerField(label=_("Een getal"), required=False)
    when = forms.DateField(label=_("Een dag"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(
        label=_("Een van enkele"), choices=[("yes", _("Ja")), ("no", _("Nee"))], widget=forms.RadioSelect
    )
    several = forms.MultipleChoiceField(
        label=_("Een of meer van enkele"),
        choices=[("week", _("Week 10")), ("other", _("Week 11"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    one_of_many = forms.ChoiceField(
        label=_("Een van vele"), choices=[("", _("Kies")), ("a", "A"), ("b", "B")]
    )
    agreed = forms.BooleanField(label=_("Deze tekst mag online komen"))


class FilterForm(BareForm):
    """What stands above a list, for the page of style."""

    words = forms.CharField(
        label=_("Zoek in het voorbeeld"),
        initial="sluis",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = forms.ChoiceField(label=_("Thema"), choices=[("", _("Alle thema’s")), ("a", _("mobiliteit"))])
    all_optional = True
