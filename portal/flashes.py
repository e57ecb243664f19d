"""Where a sentence waits for the next page: Django's cookie, under a name that production seals (`__Host-`)."""

from django.conf import settings
from django.contrib.messages.storage import cookie, fallback, session


class CookieStorage(cookie.CookieStorage):
    """Django's own, under the name of the settings."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class Storage(fallback.FallbackStorage):
    """What is too long for a cookie waits in the session."""

    storage_classes = (CookieStorage, session.SessionStorage)
