"""What all forms share."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _


class BareForm(forms.Form):
    """A form without tag, token and buttons: those stand on its page."""

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\u2028\u2029]")
UNSEEN = re.compile(r"[\x01-\x08\x0e-\x1f]")  # NUL stays: it is told


class WholeText(forms.CharField):
    """A text that the browser does not cut off: who pastes too much sees all of it, and how much is over."""

    def to_python(self, value: Any) -> Any:
        """Line breaks as one character; what a presentation or a PDF brings along and nobody sees is left out."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = UNSEEN.sub("", BREAKS.sub("\n", text))
        return text if isinstance(self.widget, forms.Textarea) else text.replace("\n", " ")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LongText(WholeText):
    """A text of several lines. A line break counts as one character, as it does in the browser's counter."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class _WithoutNul:
    """PostgreSQL cannot even look up a text with a NUL in it; without it no row is found either."""

    def clean(self, value: Any) -> Any:
        many = isinstance(value, list | tuple)
        return super().clean([_bare(one) for one in value] if many else _bare(value))  # type: ignore[misc]


def _bare(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class RowChoice(_WithoutNul, forms.ModelChoiceField):
    """One row of a table."""


class RowsChoice(_WithoutNul, forms.ModelMultipleChoiceField):
    """Several rows of a table."""


class Lines(LongText):
    """Short texts, one on each line; gives a list without blanks and doubles. `most`: how many, `longest`: of one."""

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(rows=4, **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > self.most:
            raise forms.ValidationError(_("Hou het bij %(n)d regels.") % {"n": self.most})
        for line in found:
            if len(line) > self.longest:
                raise forms.ValidationError(
                    _("‘%(line)s…’ is te lang: hou elke regel onder de %(n)d tekens.")
                    % {"line": line[:30], "n": self.longest}
                )
        return found
