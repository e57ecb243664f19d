"""All URLs of the portal. The edition's key stands in every page of an edition; the current one is at `/` too."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from portal.admin import site as admin_site
from portal.site import accounts, errors, health, views

edition_urls: list[URLPattern | URLResolver] = [
    path("", views.edition_home, name="edition_home"),
    path("mijn-traject/", views.mine, name="mine"),
    path("ideeen/", include("ideas.urls")),
    path("teams/", include("teams.urls")),
    path("sprintweken/", include("sprints.urls")),
    path("beoordelen/", include("jury.urls")),
    path("poc/", include("poc.urls")),
    path("showcase/", include("showcase.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("profiel/", views.profile, name="profile"),
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
