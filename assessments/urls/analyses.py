"""What units and the huvudman say of a round: each address once for a unit, once for the latter."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from assessments.views import analyses, analysis_saves, analysis_sharing

PLACES = (
    "<slug:organisation>/omgangar/<int:pk>/analys/",
    "<slug:organisation>/omgangar/<int:pk>/enheter/<slug:unit>/analys/",
)
PAGES = (
    ("", analyses.analysis, "analysis"),
    ("skriv/", analyses.analysis_edit, "analysis_edit"),
    ("spara/", analysis_saves.analysis_save, "analysis_save"),
    ("beslut/", analysis_sharing.analysis_decision, "analysis_decision"),
    ("dela/", analysis_sharing.analysis_share, "analysis_share"),
    ("ta-tillbaka/", analysis_sharing.analysis_take_back, "analysis_take_back"),
    ("las/", analysis_sharing.analysis_lock, "analysis_lock"),
    ("versioner/", analysis_sharing.analysis_versions, "analysis_versions"),
    (
        "versioner/<int:version>/aterstall/",
        analysis_sharing.analysis_restore,
        "analysis_restore",
    ),
)


def _addresses() -> Iterator[URLPattern]:
    for place in PLACES:
        for end, view, name in PAGES:
            yield path(place + end, view, name=name)


urlpatterns = list(_addresses())
