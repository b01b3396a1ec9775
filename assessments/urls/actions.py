"""Development work: actions, follow-ups, needs upwards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
