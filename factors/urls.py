from django.urls import path

from factors.views import factors, goals

app_name = "factors"
urlpatterns = [
    path("faktorer/", factors.factors, name="factors"),
    path("faktorer/<slug:slug>/", factors.factor, name="factor"),
    path("mal/", goals.goals, name="goals"),
    path("<slug:organisation>/faktorer/", factors.local_factors, name="local_factors"),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/",
        factors.local_factor,
        name="local_factor",
    ),
]
