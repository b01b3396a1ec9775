"""The portal's own pages: an organisation's people and units, and how they get in."""

from django.urls import path

from portal.views import accepting, audit, invitations, letters, second_factor, single_sign_on

app_name = "portal"
urlpatterns = [
    path("inbjudan/", accepting.invitation, name="invitation"),
    path("inbjudan/<str:token>/", accepting.invitation_link, name="invitation_link"),
    path("<slug:organisation>/inbjudningar/", invitations.invitations, name="invitations"),
    path(
        "<slug:organisation>/inbjudningar/skicka/",
        invitations.invitations_send,
        name="invitations_send",
    ),
    path(
        "<slug:organisation>/inbjudningar/<int:pk>/skicka/",
        invitations.invitation_send,
        name="invitation_send",
    ),
    path(
        "<slug:organisation>/inbjudningar/<int:pk>/dra-tillbaka/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("<slug:organisation>/utskick/", letters.letters, name="letters"),
    path("<slug:organisation>/utskick/igen/", letters.letters_retry, name="letters_retry"),
    path("<slug:organisation>/utskick/<int:pk>/igen/", letters.letter_retry, name="letter_retry"),
    path("<slug:organisation>/utskick/halsning/", letters.greeting, name="greeting"),
    path("<slug:organisation>/utskick/exempel/", letters.letter_example, name="letter_example"),
    path(
        "<slug:organisation>/utskick/exempel/mejlet/",
        letters.letter_example_html,
        name="letter_example_html",
    ),
    path("<slug:organisation>/handelser/", audit.events, name="audit"),
    path("<slug:organisation>/handelser.csv", audit.events_csv, name="audit_csv"),
    path("<slug:organisation>/handelser.xlsx", audit.events_xlsx, name="audit_xlsx"),
    path(
        "<slug:organisation>/inloggning/",
        single_sign_on.identity_providers,
        name="identity_providers",
    ),
    path(
        "<slug:organisation>/personer/<int:pk>/andra-steget/",
        second_factor.second_factor_reset,
        name="second_factor_reset",
    ),
]
