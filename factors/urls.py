from django.urls import include, path

from factors.views import editions, factors, goals

# The pages of those who keep a catalogue: the same for the nation's and an organisation's.
KEPT = [
    path("", editions.editions, name="editions"),
    path("ny/", editions.draft_create, name="draft_create"),
    path("<slug:edition>/", editions.edition, name="edition"),
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
