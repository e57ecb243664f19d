"""Forms of sprint weeks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms import BareForm, LongText, RowChoice
from teams.models import Team


class TeamChoice(RowChoice):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class ChooseForm(BareForm):
    """For which of one's teams; nothing to choose with one."""

    def __init__(self, *args: Any, teams: QuerySet[Team], only: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.HiddenInput() if only else forms.RadioSelect()
        self.fields["team"] = TeamChoice(
            label=_("Voor welk team?"), queryset=teams, widget=widget, initial=only, empty_label=None
        )


class CancelForm(BareForm):
    reason = LongText(
        label=_("Waarom?"),
        help_text=_("Dit blijft bij de geschiedenis van jullie boeking."),
        max_length=1000,
        required=False,
        rows=3,
    )
