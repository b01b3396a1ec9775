from django.urls import include, path

from factors.views import draft_factors, draft_goals, editions, factors, goals

# The pages of those who keep a catalogue: the same for the nation's and an organisation's.
KEPT = [
    path("", editions.editions, name="editions"),
    path("ny/", editions.draft_create, name="draft_create"),
    path("<slug:edition>/", editions.edition, name="edition"),
    path("<slug:edition>/mal/", draft_goals.draft_goals, name="draft_goals"),
    path(
        "<slug:edition>/faktorer/ny/", draft_factors.draft_factor_create, name="draft_factor_create"
    ),
    path("<slug:edition>/faktorer/<slug:factor>/", draft_factors.draft_factor, name="draft_factor"),
    path(
        "<slug:edition>/faktorer/<slug:factor>/tabell/",
        draft_factors.draft_levels,
        name="draft_levels",
    ),
    path(
        "<slug:edition>/faktorer/<slug:factor>/flytta/",
        draft_factors.draft_factor_move,
        name="draft_factor_move",
    ),
    path(
        "<slug:edition>/faktorer/<slug:factor>/ta-bort/",
        draft_factors.draft_factor_remove,
        name="draft_factor_remove",
    ),
    path("<slug:edition>/ta-bort/", editions.draft_remove, name="draft_remove"),
]

app_name = "factors"
urlpatterns = [
    path("faktorer/", factors.factors, name="factors"),
    path("faktorer/<slug:slug>/", factors.factor, name="factor"),
    path("mal/", goals.goals, name="goals"),
    path("katalog/", include(KEPT)),
    path("<slug:organisation>/katalog/", include(KEPT)),
    path("<slug:organisation>/faktorer/", factors.local_factors, name="local_factors"),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/",
        factors.local_factor,
        name="local_factor",
    ),
]
