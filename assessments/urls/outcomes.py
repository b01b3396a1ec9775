"""Dialogues, and what came of them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
