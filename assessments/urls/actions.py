"""Development work: actions, follow-ups, needs upwards."""

from django.urls import path

from assessments.views import action_writing, actions, follow_ups, needs

urlpatterns = [
    path("<slug:organisation>/utveckling/", actions.actions, name="actions"),
    path("<slug:organisation>/utveckling/ny/", action_writing.action_create, name="action_create"),
    path("<slug:organisation>/utveckling/<int:pk>/", actions.action, name="action"),
    path(
        "<slug:organisation>/utveckling/<int:pk>/andra/",
        action_writing.action_edit,
        name="action_edit",
    ),
    path(
        "<slug:organisation>/utveckling/<int:pk>/lage/", actions.action_status, name="action_status"
    ),
    path(
        "<slug:organisation>/utveckling/<int:pk>/ta-bort/",
        actions.action_delete,
        name="action_delete",
    ),
    path(
        "<slug:organisation>/utveckling/<int:pk>/uppfoljning/",
        follow_ups.follow_up_create,
        name="follow_up_create",
    ),
    path("<slug:organisation>/utveckling/<int:pk>/behov/", needs.need_create, name="need_create"),
    path("<slug:organisation>/behov/", needs.needs, name="needs"),
    path("<slug:organisation>/behov/<int:pk>/svara/", needs.need_answer, name="need_answer"),
]
