"""Dialogues: the plan, before they are held."""

from django.urls import path

from assessments.views import dialogues

urlpatterns = [
    path("<slug:organisation>/samtal/", dialogues.dialogues, name="dialogues"),
    path("<slug:organisation>/samtal/nytt/", dialogues.dialogue_create, name="dialogue_create"),
    path("<slug:organisation>/samtal/<int:pk>/", dialogues.dialogue, name="dialogue"),
    path(
        "<slug:organisation>/samtal/<int:pk>/andra/", dialogues.dialogue_edit, name="dialogue_edit"
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/blad/", dialogues.dialogue_sheet, name="dialogue_sheet"
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/ta-bort/",
        dialogues.dialogue_delete,
        name="dialogue_delete",
    ),
    path(
        "<slug:organisation>/samtal/<int:pk>/borja/",
        dialogues.dialogue_begin,
        name="dialogue_begin",
    ),
]
