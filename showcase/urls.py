"""URLs of the showcase, under the edition's key."""

from django.urls import path

from showcase import views

app_name = "showcase"

urlpatterns = [
    path("", views.list_results, name="list"),
    path("feed/", views.feed, name="feed"),
    path("poc/<slug:project_id>/schrijven/", views.write, name="write"),
    path("<slug:result_id>/", views.result, name="result"),
    path("<slug:result_id>/openen/", views.enter, name="enter"),
    path("<slug:result_id>/goedkeuren/", views.approve, name="approve"),
    path("<slug:result_id>/herzien/", views.revise, name="revise"),
    path("<slug:result_id>/naam/", views.name, name="name"),
]
