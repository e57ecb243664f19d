"""URLs of teams, under the edition's key."""

from django.urls import path

from teams.views import candidacies, pitch, public, room, support

app_name = "teams"

urlpatterns = [
    path("", public.list_calls, name="list"),
    path("idee/<slug:idea_id>/kandidaat/", public.stand, name="stand"),
    path("idee/<slug:idea_id>/team/", public.open_team, name="open"),
    path("kandidatuur/<slug:candidacy_id>/", candidacies.detail, name="candidacy"),
    path("kandidatuur/<slug:candidacy_id>/antwoord/", candidacies.answer, name="answer"),
    path("kandidatuur/<slug:candidacy_id>/intrekken/", candidacies.withdraw, name="withdraw_candidacy"),
    path("steun/<str:token>/", support.answer, name="support_answer"),
    path("steun/<str:token>/nieuw/", support.renew_link, name="renew_support_link"),
    path("lidmaatschap/<slug:membership_id>/uitzondering/", room.waive, name="waive"),
    path("<slug:team_id>/", room.room, name="room"),
    path("<slug:team_id>/oproep/", room.call, name="call"),
    path("<slug:team_id>/volledig/", room.complete, name="complete"),
    path("<slug:team_id>/heropenen/", room.reopen, name="reopen"),
    path("<slug:team_id>/stoppen/", room.stop, name="stop"),
    path("<slug:team_id>/vertrekken/", room.leave, name="leave"),
    path("<slug:team_id>/rol/", room.role, name="role"),
    path("<slug:team_id>/naam/", room.name, name="name"),
    path("<slug:team_id>/leidinggevende/", support.ask, name="support"),
    path("<slug:team_id>/leidinggevende/intrekken/", support.cancel, name="cancel_support"),
    path("<slug:team_id>/pitchdossier/", pitch.write, name="pitch_file"),
    path("<slug:team_id>/presentatie/", pitch.slides, name="slides"),
]
