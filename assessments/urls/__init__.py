from assessments.urls import answers, keeping, results, rounds, start

app_name = "assessments"
urlpatterns = [
    *start.urlpatterns,
    *rounds.urlpatterns,
    *results.urlpatterns,
    *keeping.urlpatterns,
    *answers.urlpatterns,
]
