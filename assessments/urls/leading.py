"""Dialogues, as they are led and shown to the room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
