"""Who was led to set up a second step goes on afterwards to the page they wanted.

It waits in the session: nobody else can write it there, so it is always a page of ours.
"""

from typing import Any

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

WANTED = "wanted"  # the key in the session


def remember(request: Any) -> None:
    """The page that somebody wanted to read; what a page asks by itself is none."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        request.session[WANTED] = request.get_full_path()


def take(request: Any) -> str:
    """Where to go on, once."""
    wanted: str = request.session.pop(WANTED, "")
    return wanted if url_has_allowed_host_and_scheme(wanted, None) else settings.LOGIN_REDIRECT_URL
