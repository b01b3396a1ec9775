"""Rounds: who is asked, when, and how they are told."""

from django.urls import path

from assessments.views import mailings, participants, placements, reminders, round_states, rounds

urlpatterns = [
    path("<slug:organisation>/omgangar/", rounds.rounds, name="rounds"),
    path("<slug:organisation>/omgangar/ny/", rounds.round_create, name="round_create"),
    path("<slug:organisation>/omgangar/<int:pk>/", rounds.round, name="round"),
    path("<slug:organisation>/omgangar/<int:pk>/andra/", rounds.round_edit, name="round_edit"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/oppna/",
        round_states.round_open,
        name="round_open",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/forlang/",
        round_states.round_extend,
        name="round_extend",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/stang/",
        round_states.round_close,
        name="round_close",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ta-bort/",
        round_states.round_delete,
        name="round_delete",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/stang/",
        round_states.unit_close,
        name="unit_close",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/",
        participants.participants,
        name="participants",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/deltagare/",
        participants.unit_participants,
        name="unit_participants",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/<int:assessment>/lagg-till/",
        participants.participant_add,
        name="participant_add",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/deltagare/<int:participation>/ta-bort/",
        participants.participant_remove,
        name="participant_remove",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ihop/",
        placements.placements,
        name="placements",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/ihop/<slug:unit>/ta-isar/",
        placements.placement_remove,
        name="placement_remove",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/utskick/", mailings.mailings, name="mailings"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/utskick/paminnelse/",
        mailings.reminder_plan,
        name="reminder_plan",
    ),
    path(
        "<slug:organisation>/omgangar/<int:pk>/utskick/<int:mailing>/ta-bort/",
        mailings.reminder_remove,
        name="reminder_remove",
    ),
    path("<slug:organisation>/omgangar/<int:pk>/paminn/", reminders.remind, name="remind"),
    path(
        "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/paminn/",
        reminders.unit_remind,
        name="unit_remind",
    ),
]
