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
    path("fiche/<slug:sheet_id>/gelezen/", views.read_again, name="read_again"),
    path("fiche/<slug:sheet_id>/nakijken/", views.check, name="check"),
    path("fiche/<slug:sheet_id>/overnemen/", views.take_over, name="take_over"),
    path("volgende/", views.next_one, name="next"),
    path("criteria/", views.criteria, name="criteria"),
    path("inrichten/", views.set_up, name="set_up"),
    path("inrichten/criteria/", views.rubric, name="rubric"),
    path("inrichten/criteria/nieuw/", views.criterion, name="new_criterion"),
    path("inrichten/criteria/voorbeeld/", views.preview, name="preview"),
    path("inrichten/criteria/afspraken/", views.agreed, name="agreed"),
    path("inrichten/criteria/gebruiken/", views.use_rubric, name="use_rubric"),
    path("inrichten/criteria/weggooien/", views.drop_rubric, name="drop_rubric"),
    path("inrichten/criterium/<slug:key>/", views.criterion, name="criterion"),
    path("inrichten/criterium/<slug:key>/weg/", views.remove_criterion, name="remove_criterion"),
    path("inrichten/zetel/<slug:person_id>/", views.seat, name="seat"),
    path("inrichten/verdeling/", views.division, name="division"),
    path("pitchdag/", views.day, name="day"),
    path("pitchdag/nu/", views.now, name="now"),
    path("pitchdag/volgorde/<slug:subject_id>/", views.move_slot, name="move_slot"),
    path("pitchdag/podium/", views.on_stage, name="on_stage"),
    path("pitchdag/beraad/", views.deliberate, name="deliberate"),
    path("resultaat/", views.result, name="result"),
    path("resultaat/scores.csv", views.export, name="export"),
    path("resultaat/scores.xlsx", views.book, name="book"),
    path("resultaat/controle/", views.checks, name="checks"),
    path("resultaat/samen/", views.together, name="together"),
    path("resultaat/verslag/", views.minutes, name="minutes"),
    path("resultaat/<slug:subject_id>/", views.decision, name="decision"),
    path("vrijgave/voorstellen/", views.propose, name="propose"),
    path("vrijgave/goedkeuren/", views.approve, name="approve"),
    path("vrijgave/intrekken/", views.withdraw, name="withdraw"),
]
urlpatterns = [path("<round:kind>/", include(round_urls))]
