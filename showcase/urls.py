"""URLs of the showcase, under the edition's key."""

from django.urls import URLPattern

app_name = "showcase"

urlpatterns: list[URLPattern] = []
