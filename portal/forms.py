"""What all forms share."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import cached_property


class BareForm(forms.Form):
    """A form without tag, token and buttons: those stand on its page."""

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class LongText(forms.CharField):
    """A text of several lines. A line break counts as one character, as it does in the browser's counter."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


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
