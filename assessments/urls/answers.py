"""A person's answers."""

from django.urls import path

from assessments.views import answers, participations

urlpatterns = [
    path("<slug:organisation>/svar/<int:pk>/", participations.participation, name="participation"),
    path("<slug:organisation>/svar/<int:pk>/faktor/<int:number>/", answers.answers, name="answers"),
    path("<slug:organisation>/svar/<int:pk>/spara/", answers.save, name="save"),
    path("<slug:organisation>/svar/<int:pk>/granska/", participations.review, name="review"),
    path("<slug:organisation>/svar/<int:pk>/lamna-in/", participations.hand_in, name="hand_in"),
    path("<slug:organisation>/svar/<int:pk>/hamta/", participations.download, name="download"),
    path(
        "<slug:organisation>/svar/<int:pk>/ta-tillbaka/", participations.withdraw, name="withdraw"
    ),
    path("<slug:organisation>/svar/<int:pk>/glom/", participations.forget, name="forget"),
]
