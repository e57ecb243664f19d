"""URLs of ideas, under the edition's key."""

from django.urls import path

from ideas import views

app_name = "ideas"

urlpatterns = [
    path("", views.list_ideas, name="list"),
    path("nieuw/", views.start, name="start"),
    path("namens/", views.start_for, name="start_for"),
    path("uitnodiging/<slug:invitation_id>/", views.invitation, name="invitation"),
    path("<slug:idea_id>/", views.detail, name="detail"),
    path("<slug:idea_id>/schrijven/<slug:step_key>/", views.write, name="write"),
    path("<slug:idea_id>/nakijken/", views.check, name="check"),
    path("<slug:idea_id>/ontvangst/", views.receipt, name="receipt"),
    path("<slug:idea_id>/intrekken/", views.withdraw, name="withdraw"),
    path("<slug:idea_id>/verwijderen/", views.discard, name="discard"),
    path("<slug:idea_id>/terugzetten/", views.restore, name="restore"),
    path("<slug:idea_id>/naam/", views.name, name="name"),
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
