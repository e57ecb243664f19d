"""Logging in: which of allauth's pages exist here (a code by e-mail, a second factor; nothing about passwords), and
ours for single sign-on."""

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.urls import include, path

from portal.site.views import sign_in, staying

urlpatterns = [
    path("inloggen/", account.request_login_code, name="account_login"),
    path("registreren/", account.signup, name="account_signup"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("inactief/", account.account_inactive, name="account_inactive"),
    path("bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/bevestigen/", account.confirm_login_code, name="account_confirm_login_code"),
    path("opnieuw/", account.reauthenticate, name="account_reauthenticate"),
    path("e-mail/", account.email, name="account_email"),
    path("toestellen/", sessions.list_usersessions, name="usersessions_list"),
    path("acm/", sign_in.begin, name="sign_in"),
    path("acm/terug/", sign_in.come_back, name="sign_in_back"),
    path("acm/organisatie/", sign_in.choose, name="sign_in_choose"),
    path("acm/adres/", sign_in.address, name="sign_in_address"),
    path("acm/code/", sign_in.code, name="sign_in_code"),
    path("2fa/klaar/", staying.second_step_done, name="second_step_done"),
    path("2fa/", include("allauth.mfa.urls")),
]
