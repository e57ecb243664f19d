"""All URLs of the portal. The edition's key stands in every page of an edition; the current one is at `/` too."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from portal.admin import site as admin_site
from portal.site import accounts, errors, health
from portal.site.views import (
    audit,
    data,
    home,
    mail,
    mine,
    my_mail,
    pages,
    participation,
    privacy,
    staying,
    style,
    texts,
)

edition_urls: list[URLPattern | URLResolver] = [
    path("", home.edition_home, name="edition_home"),
    path("mijn-traject/", mine.mine, name="mine"),
    path("entiteit/<slug:entity_id>/", participation.of_entity, name="participation"),
    path("webinar/", pages.webinar, name="webinar"),
    path("leren/", pages.learning, name="learning"),
    path("leren/<slug:page_key>/", pages.learning_page, name="learning_page"),
    path("teksten/", texts.texts, name="texts"),
    path("teksten/nieuw/", texts.new_text, name="new_text"),
    path("teksten/<slug:page_key>/", texts.text, name="text"),
    path("teksten/<slug:page_key>/terug/<int:number>/", texts.restore_text, name="restore_text"),
    path("teksten/<slug:page_key>/weg/", texts.remove_text, name="remove_text"),
    path("mails/", mail.mails, name="mails"),
    path("mails/verstuurd/", mail.sent, name="mails_sent"),
    path("mails/verstuurd/<int:letter_id>/", mail.one, name="mail_one"),
    path("mails/verstuurd/<int:letter_id>/opnieuw/", mail.resend, name="resend_mail"),
    path("mails/adressen/<int:address_id>/", mail.clear_address, name="clear_address"),
    path("mails/alle/", mail.plan_of_mail, name="mail_plan"),
    path("mails/alle/<slug:letter_name>/", mail.letter, name="mail_letter"),
    path("mails/pauze/", mail.pause, name="pause_mail"),
    path("logboek/", audit.audit, name="audit"),
    path("logboek/logboek.csv", audit.file, name="audit_file"),
    path("logboek/over/<str:subject>/", audit.about, name="audit_about"),
    path("logboek/persoon/<slug:person_id>/", audit.person, name="audit_person"),
    path("gegevens/", privacy.retention, name="retention"),
    path("gegevens/termijn/<slug:kind>/", privacy.period, name="retention_period"),
    path("gegevens/verwerkingsregister/", privacy.register, name="processing"),
    path(
        "gegevens/verwerkingsregister/register.<slug:extension>",
        privacy.processing_file,
        name="processing_file",
    ),
    path("ideeen/", include("ideas.urls")),
    path("teams/", include("teams.urls")),
    path("sprintweken/", include("sprints.urls")),
    path("beoordelen/", include("jury.urls")),
    path("poc/", include("poc.urls")),
    path("showcase/", include("showcase.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("profiel/", mine.profile, name="profile"),
    path("profiel/mijn-gegevens/", data.my_data, name="my_data"),
    path("profiel/toestemming/<int:consent_id>/intrekken/", data.withdraw_consent, name="withdraw_consent"),
    path("profiel/account-sluiten/", data.close_account, name="close_account"),
    path("bevestigen/", staying.fresh_code, name="fresh_code"),
    path("ingelogd/", staying.time_left, name="time_left"),
    path("mijn-mails/", my_mail.my_mails, name="my_mails"),
    path("afmelden/<str:token>/", my_mail.unsubscribe, name="unsubscribe"),
    path("volgen/", my_mail.follow, name="follow_call"),
    path("volgen/<str:token>/", my_mail.confirm, name="confirm_call"),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessible, name="accessibility"),
    path("stijl/", style.style, name="style"),
    path("taal/", set_language, name="set_language"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    path("gezond/", health.health, name="health"),
    path("account/", include(accounts.urlpatterns)),
    path("beheer/", admin_site.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("portal.demo.urls"))]
urlpatterns += [path("<slug:edition>/", include(edition_urls))]

handler404 = errors.not_found
handler500 = errors.server_error
