"""What all forms share."""

from crispy_forms.helper import FormHelper


def bare_helper() -> FormHelper:
    """Fields only: the page writes the form tag, the token and the buttons itself."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
