"""URLs of PoCs, under the edition's key."""

from django.urls import URLPattern

app_name = "poc"

urlpatterns: list[URLPattern] = []
