"""URLs of ideas, under the edition's key."""

from django.urls import path

from ideas import views

app_name = "ideas"

urlpatterns = [
    path("", views.list_ideas, name="list"),
    path("nieuw/", views.start, name="start"),
    path("voorbeeld/", views.preview, name="preview"),
    path("past-mijn-idee/", views.self_check, name="self_check"),
    path("feed/", views.feed, name="feed"),
    path("lijkt-op/", views.similar, name="similar"),
    path("dubbels/", views.doubles, name="doubles"),
    path("reacties/<slug:comment_id>/wissen/", views.delete_comment, name="delete_comment"),
    path("reacties/<slug:comment_id>/wegnemen/", views.take_comment_away, name="take_comment_away"),
    path("samenvoegen/<slug:merger_id>/", views.merger, name="merger"),
    path("samenvoegen/<slug:merger_id>/intrekken/", views.withdraw_merger, name="withdraw_merger"),
    path("dubbels/<slug:idea_id>/<slug:other_id>/", views.propose_merger, name="propose_merger"),
    path("namens/", views.start_for, name="start_for"),
    path("uitnodiging/<slug:invitation_id>/", views.invitation, name="invitation"),
    path("<slug:idea_id>/", views.detail, name="detail"),
    path("<slug:idea_id>/openen/", views.enter, name="enter"),
    path("<slug:idea_id>/schrijven/<slug:step_key>/", views.write, name="write"),
    path("<slug:idea_id>/bestanden/", views.files, name="files"),
    path("<slug:idea_id>/bestanden/<slug:file_id>/", views.file, name="file"),
    path("<slug:idea_id>/bestanden/<slug:file_id>/weg/", views.remove_file, name="remove_file"),
    path("<slug:idea_id>/bestanden/<slug:file_id>/terug/", views.restore_file, name="restore_file"),
    path("<slug:idea_id>/versies/", views.versions, name="versions"),
    path("<slug:idea_id>/versies/<int:version_number>/", views.version, name="version"),
    path("<slug:idea_id>/nakijken/", views.check, name="check"),
    path("<slug:idea_id>/ontvangst/", views.receipt, name="receipt"),
    path("<slug:idea_id>/intrekken/", views.withdraw, name="withdraw"),
    path("<slug:idea_id>/verwijderen/", views.discard, name="discard"),
    path("<slug:idea_id>/terugzetten/", views.restore, name="restore"),
    path("<slug:idea_id>/naam/", views.name, name="name"),
    path("<slug:idea_id>/reageren/", views.comment, name="comment"),
    path("<slug:idea_id>/herkend/", views.back, name="back"),
    path("<slug:idea_id>/herkend/terug/", views.stop_backing, name="stop_backing"),
    path("<slug:idea_id>/eigenaars/", views.owners, name="owners"),
    path("<slug:idea_id>/eigenaars/<slug:invitation_id>/opnieuw/", views.invite_again, name="invite_again"),
    path(
        "<slug:idea_id>/eigenaars/<slug:invitation_id>/intrekken/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("<slug:idea_id>/overdragen/", views.hand_over, name="hand_over"),
    path("<slug:idea_id>/vraag/", views.ask_question, name="ask_question"),
    path("<slug:idea_id>/vragen/<slug:question_id>/", views.answer_question, name="answer_question"),
    path(
        "<slug:idea_id>/vragen/<slug:question_id>/intrekken/",
        views.withdraw_question,
        name="withdraw_question",
    ),
    path("<slug:idea_id>/verhaal/", views.story, name="story"),
    path("<slug:idea_id>/ingediend/", views.submissions, name="submissions"),
    path("<slug:idea_id>/ontvangst/<slug:number>/", views.receipt, name="receipt_of"),
    path("<slug:idea_id>/meenemen/", views.carry_on, name="carry_on"),
    path("<slug:idea_id>/stoppen/", views.leave, name="leave"),
]
