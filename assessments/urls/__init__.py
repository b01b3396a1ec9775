from assessments.urls import (
    actions,
    analyses,
    answers,
    cycle,
    dialogues,
    documents,
    keeping,
    leading,
    outcomes,
    phones,
    results,
    rounds,
    start,
)

app_name = "assessments"
urlpatterns = [
    # First: /samtal/ is a page of the portal, and no organisation is named samtal.
    *phones.urlpatterns,
    *start.urlpatterns,
    *rounds.urlpatterns,
    *results.urlpatterns,
    *documents.urlpatterns,
    *analyses.urlpatterns,
    *dialogues.urlpatterns,
    *leading.urlpatterns,
    *outcomes.urlpatterns,
    *actions.urlpatterns,
    *cycle.urlpatterns,
    *keeping.urlpatterns,
    *answers.urlpatterns,
]
