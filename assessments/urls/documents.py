"""The shorter documents of a round, and a person's own answers as one: each a page and a PDF."""

from django.urls import path

from assessments.views import board_summaries, own_answers, quality_dialogues

urlpatterns = [
    path(
        "<slug:organisation>/omgangar/<int:pk>/sammanfattning/",
        board_summaries.board_summary,
        name="board_summary",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/sammanfattning.pdf",
        board_summaries.board_summary_pdf,
        name="board_summary_pdf",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/kvalitetsdialog/",
        quality_dialogues.quality_dialogue,
        name="quality_dialogue",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/kvalitetsdialog.pdf",
        quality_dialogues.quality_dialogue_pdf,
        name="quality_dialogue_pdf",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/kvalitetsdialog/",
        quality_dialogues.unit_quality_dialogue,
        name="unit_quality_dialogue",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/kvalitetsdialog.pdf",
        quality_dialogues.unit_quality_dialogue_pdf,
        name="unit_quality_dialogue_pdf",
    ),
    path(
        "<slug:organisation>/svar/<int:pk>/mina-svar/",
        own_answers.own_answers,
        name="own_answers",
    ),
    path(
        "<slug:organisation>/svar/<int:pk>/mina-svar.pdf",
        own_answers.own_answers_pdf,
        name="own_answers_pdf",
    ),
]
