"""URLs of PoCs, under the edition's key."""

from django.urls import path

from poc import views

app_name = "poc"

urlpatterns = [
    path("", views.list_projects, name="list"),
    path("openen/<slug:team_id>/", views.open_project, name="open"),
    path("kost/<slug:obligation_id>/", views.cost, name="cost"),
    path("kost/<slug:obligation_id>/boeken/", views.record, name="record"),
    path("kost/<slug:obligation_id>/goedkeuren/", views.approve, name="approve"),
    path("kost/<slug:obligation_id>/niet-goedkeuren/", views.decline, name="decline"),
    path("kost/<slug:obligation_id>/annuleren/", views.cancel, name="cancel"),
    path("kost/<slug:obligation_id>/afsluiten/", views.close, name="close"),
    path("kost/<slug:obligation_id>/rechtzetten/<int:entry_id>/", views.correct, name="correct"),
    path("<slug:project_id>/", views.project, name="project"),
    path("<slug:project_id>/vragen/", views.ask, name="ask"),
    path("<slug:project_id>/dagboek/", views.journal, name="journal"),
    path("<slug:project_id>/afronden/", views.finish, name="finish"),
    path("<slug:project_id>/stoppen/", views.stop, name="stop"),
    path("<slug:project_id>/heropenen/", views.resume, name="resume"),
    path("<slug:project_id>/bedragen.csv", views.export, name="export"),
]
