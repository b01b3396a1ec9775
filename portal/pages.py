"""The portal's own pages: an organisation's people and units, and how they get in."""

from django.urls import path

from portal.views import second_factor

app_name = "portal"
urlpatterns = [
    path(
        "<slug:organisation>/personer/<int:pk>/andra-steget/",
        second_factor.second_factor_reset,
        name="second_factor_reset",
    ),
]
