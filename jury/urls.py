"""URLs of judging, under the edition's key; the kind of round stands in each."""

from django.urls import include, path, register_converter

from jury import views
from jury.models import RoundKind

app_name = "jury"

SLUGS = {RoundKind.PRESELECTION: "preselectie", RoundKind.PITCH: "pitch"}
KINDS = {slug: kind for kind, slug in SLUGS.items()}


class RoundConverter:
    """`preselectie` or `pitch` in the address, a RoundKind in the view; `reverse` takes either."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> RoundKind:
        return KINDS[value]

    def to_url(self, value: str) -> str:
        return value if value in KINDS else SLUGS[RoundKind(value)]


register_converter(RoundConverter, "round")

round_urls = [
    path("", views.my_round, name="my_round"),
    path("beginnen/<slug:subject_id>/", views.begin, name="begin"),
    path("fiche/<slug:sheet_id>/", views.sheet, name="sheet"),
    path("fiche/<slug:sheet_id>/belangenconflict/", views.conflict, name="conflict"),
    path("fiche/<slug:sheet_id>/heropenen/", views.reopen, name="reopen"),
    path("resultaat/", views.result, name="result"),
    path("resultaat/scores.csv", views.export, name="export"),
    path("resultaat/<slug:subject_id>/", views.decision, name="decision"),
    path("vrijgave/voorstellen/", views.propose, name="propose"),
    path("vrijgave/goedkeuren/", views.approve, name="approve"),
    path("vrijgave/intrekken/", views.withdraw, name="withdraw"),
]
urlpatterns = [path("<round:kind>/", include(round_urls))]
