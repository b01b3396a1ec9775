"""Dialogues: the plan, before they are held."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
