"""Dialogues, as they are led and shown to the room."""

from django.urls import path

from assessments.views import leading, projector

urlpatterns = [
    path("<slug:organisation>/samtal/<int:pk>/led/", leading.dialogue_lead, name="dialogue_lead"),
    path(
        "<slug:organisation>/samtal/<int:pk>/led/steg/",
        leading.dialogue_move,
        name="dialogue_move",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/led/avsluta/",
        leading.dialogue_end,
        name="dialogue_end",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/led/gemensam/",
        leading.dialogue_together,
        name="dialogue_together",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/led/utcheckningar/<int:check_out>/",
        leading.dialogue_check_out_hide,
        name="dialogue_check_out_hide",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/duk/",
        projector.dialogue_projector,
        name="dialogue_projector",
    ),
]
