"""URLs of judging, under the edition's key."""

from django.urls import path

from jury import views

app_name = "jury"

urlpatterns = [
    path("", views.my_round, name="my_round"),
    path("idee/<slug:idea_id>/", views.begin, name="begin"),
    path("fiche/<slug:sheet_id>/", views.sheet, name="sheet"),
    path("fiche/<slug:sheet_id>/belangenconflict/", views.conflict, name="conflict"),
    path("fiche/<slug:sheet_id>/heropenen/", views.reopen, name="reopen"),
    path("resultaat/", views.result, name="result"),
    path("resultaat/<slug:idea_id>/", views.decision, name="decision"),
    path("vrijgave/voorstellen/", views.propose, name="propose"),
    path("vrijgave/goedkeuren/", views.approve, name="approve"),
    path("vrijgave/intrekken/", views.withdraw, name="withdraw"),
]
