"""A browser in which somebody typed a fresh code a moment ago."""

from django.test import Client

from portal import clock, sessions


def proved(browser: Client) -> Client:
    session = browser.session
    session[sessions.FRESH] = clock.machine().timestamp()
    session.save()
    return browser
