"""The first pages, what is a person's own, and the portal's overview of all."""

from django.urls import path

from assessments.views import blank_forms, my_data, nation, start

urlpatterns = [
    path("", start.start, name="start"),
    path("mina-uppgifter/", my_data.my_data, name="my_data"),
    path("mina-uppgifter/hamta/", my_data.my_data_download, name="my_data_download"),
    path("mina-uppgifter/reflektioner/", my_data.my_reflections, name="my_reflections"),
    path("huvudman/", nation.nation, name="nation"),
    path(
        "utgavor/<slug:edition>/<slug:factor>/blankett/",
        blank_forms.blank_form,
        name="blank_form",
    ),
    path(
        "<slug:organisation>/faktorer/<slug:edition>/<slug:factor>/blankett/",
        blank_forms.local_blank_form,
        name="local_blank_form",
    ),
    path("<slug:organisation>/", start.home, name="home"),
    path("<slug:organisation>/resultat/", start.latest_results, name="latest_results"),
]
