"""Dialogues, and what came of them."""

from django.urls import path

from assessments.views import outcomes, writing_up

urlpatterns = [
    path(
        "<slug:organisation>/samtal/skriv-in/",
        writing_up.dialogue_write_up,
        name="dialogue_write_up",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/utfall/",
        outcomes.dialogue_outcome,
        name="dialogue_outcome",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/utfall/andra/",
        outcomes.dialogue_outcome_edit,
        name="dialogue_outcome_edit",
    ),
]
