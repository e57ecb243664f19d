"""URLs of sprint weeks, under the edition's key."""

from django.urls import path

from sprints import views

app_name = "sprints"

urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("kies/<int:week_id>/", views.week, name="week"),
    path("<slug:team_id>/", views.booking, name="booking"),
    path("<slug:team_id>/bevestig/", views.confirm, name="confirm"),
    path("<slug:team_id>/laat-los/", views.cancel, name="cancel"),
    path("<slug:team_id>/agenda.ics", views.ics, name="ics"),
]
