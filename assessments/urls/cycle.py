"""The year: its phases, its calendar, what became of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
