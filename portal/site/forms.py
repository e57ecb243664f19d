"""Forms of the roof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import pages, people, prose
from portal.forms import BareForm, LongText, RowChoice
from portal.models import Edition, Entity, PageText, Person


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
        self.initial = {"name": person.name, "entity": people.entity_of(person), "language": person.language}


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
