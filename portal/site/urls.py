"""All URLs of the portal. The edition's key stands in every page of an edition; the current one is at `/` too."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from portal.admin import site as admin_site
from portal.site import accounts, errors, health
from portal.site.views import home, mine, pages, style, texts

edition_urls: list[URLPattern | URLResolver] = [
    path("", home.edition_home, name="edition_home"),
    path("mijn-traject/", mine.mine, name="mine"),
    path("webinar/", pages.webinar, name="webinar"),
    path("leren/", pages.learning, name="learning"),
    path("leren/<slug:page_key>/", pages.learning_page, name="learning_page"),
    path("teksten/", texts.texts, name="texts"),
    path("teksten/nieuw/", texts.new_text, name="new_text"),
    path("teksten/<slug:page_key>/", texts.text, name="text"),
    path("teksten/<slug:page_key>/terug/<int:number>/", texts.restore_text, name="restore_text"),
    path("teksten/<slug:page_key>/weg/", texts.remove_text, name="remove_text"),
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
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessible, name="accessibility"),
    path("stijl/", style.style, name="style"),
    path("taal/", set_language, name="set_language"),
    path("gezond/", health.health, name="health"),
    path("account/", include(accounts.urlpatterns)),
    path("beheer/", admin_site.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("portal.demo.urls"))]
urlpatterns += [path("<slug:edition>/", include(edition_urls))]

handler404 = errors.not_found
handler500 = errors.server_error
