"""URLs of teams, under the edition's key."""

from django.urls import URLPattern

app_name = "teams"

urlpatterns: list[URLPattern] = []
