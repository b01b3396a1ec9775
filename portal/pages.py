"""The portal's own pages: an organisation's people and units, and how they get in."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
