"""Dialogues, on the phones of those who take part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
