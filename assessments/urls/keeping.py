"""Units that end, what is removed in time, and how an organisation leaves."""

from django.urls import path

from assessments.views import archives, retention, units

urlpatterns = [
    path(
        "<slug:organisation>/enheter/<slug:unit>/lagg-ned/",
        units.unit_discontinue,
        name="unit_discontinue",
    ),
    path("<slug:organisation>/enheter/<slug:unit>/ga-upp/", units.unit_merge, name="unit_merge"),
    path("<slug:organisation>/arkiv/", archives.archives, name="archives"),
    path("<slug:organisation>/arkiv/bestall/", archives.archive_order, name="archive_order"),
    path("<slug:organisation>/arkiv/<int:pk>.zip", archives.archive_file, name="archive_file"),
    path("<slug:organisation>/gallring/", retention.retention, name="retention"),
    path(
        "<slug:organisation>/gallring/nu/",
        retention.retention_carry_out,
        name="retention_carry_out",
    ),
    path("<slug:organisation>/gallring/<int:pk>/", retention.removal, name="removal"),
    path(
        "<slug:organisation>/personer/<int:pk>/ta-bort/",
        retention.person_forget,
        name="person_forget",
    ),
]
