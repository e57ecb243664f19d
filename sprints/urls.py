"""URLs of sprint weeks, under the edition's key."""

from django.urls import URLPattern

app_name = "sprints"

urlpatterns: list[URLPattern] = []
