"""The portal's own pages: an organisation's people and units, and how they get in."""

from django.urls import path

from portal.models import Import
from portal.views import (
    about,
    accepting,
    administration,
    audit,
    health,
    imports,
    invitations,
    languages,
    letters,
    memberships,
    people,
    second_factor,
    sessions,
    single_sign_on,
    slips,
    units,
)

UNITS, STAFF = {"kind": Import.Kind.UNITS}, {"kind": Import.Kind.STAFF}

app_name = "portal"
urlpatterns = [
    path("tillganglighet/", about.accessibility, name="accessibility"),
    path("sprak/", languages.language, name="language"),
    # No slash at the end: what asks is no browser, and follows no redirect.
    path("halsa", health.alive, name="alive"),
    path("halsa/redo", health.ready, name="ready"),
    path("halsa/matt", health.metrics, name="metrics"),
    path("huvudman/drift/", health.health, name="health"),
    path("inbjudan/", accepting.invitation, name="invitation"),
    path("inbjudan/<str:token>/", accepting.invitation_link, name="invitation_link"),
    path(
        "<slug:organisation>/administration/", administration.administration, name="administration"
    ),
    path(
        "<slug:organisation>/administration/huvudman/",
        administration.organisation_edit,
        name="organisation_edit",
    ),
    path("<slug:organisation>/personer/", people.people, name="people"),
    path("<slug:organisation>/personer/ny/", people.person_create, name="person_create"),
    path("<slug:organisation>/personer/<int:pk>/", people.person, name="person"),
    path("<slug:organisation>/personer/<int:pk>/andra/", people.person_edit, name="person_edit"),
    path(
        "<slug:organisation>/personer/<int:pk>/uppdrag/",
        memberships.membership_add,
        name="membership_add",
    ),
    path(
        "<slug:organisation>/personer/<int:pk>/uppdrag/<int:membership>/avsluta/",
        memberships.membership_end,
        name="membership_end",
    ),
    path("<slug:organisation>/enheter/", units.units, name="units"),
    path("<slug:organisation>/enheter/ny/", units.unit_create, name="unit_create"),
    path("<slug:organisation>/enheter/<slug:unit>/", units.unit, name="unit"),
    path("<slug:organisation>/enheter/<slug:unit>/andra/", units.unit_edit, name="unit_edit"),
    path("<slug:organisation>/enheter/<slug:unit>/oppna/", units.unit_reopen, name="unit_reopen"),
    path("<slug:organisation>/enheter/<slug:unit>/arbetslag/", units.team_add, name="team_add"),
    path(
        "<slug:organisation>/enheter/<slug:unit>/arbetslag/<int:team>/ta-bort/",
        units.team_remove,
        name="team_remove",
    ),
    path("<slug:organisation>/inlasning/", imports.imports, name="imports"),
    path(
        "<slug:organisation>/inlasning/mall-enheter.xlsx",
        imports.import_template_xlsx,
        UNITS,
        name="import_units_xlsx",
    ),
    path(
        "<slug:organisation>/inlasning/mall-enheter.csv",
        imports.import_template_csv,
        UNITS,
        name="import_units_csv",
    ),
    path(
        "<slug:organisation>/inlasning/mall-personal.xlsx",
        imports.import_template_xlsx,
        STAFF,
        name="import_staff_xlsx",
    ),
    path(
        "<slug:organisation>/inlasning/mall-personal.csv",
        imports.import_template_csv,
        STAFF,
        name="import_staff_csv",
    ),
    path(
        "<slug:organisation>/inlasning/hamta/<slug:source>/",
        imports.import_fetch,
        name="import_fetch",
    ),
    path("<slug:organisation>/inlasning/<int:pk>/", imports.import_preview, name="import_preview"),
    path(
        "<slug:organisation>/inlasning/<int:pk>/roller/",
        imports.import_answer,
        name="import_answer",
    ),
    path(
        "<slug:organisation>/inlasning/<int:pk>/avbryt/",
        imports.import_cancel,
        name="import_cancel",
    ),
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
    path("<slug:organisation>/enheter/<slug:unit>/lappar/", slips.unit_slips, name="unit_slips"),
    path("<slug:organisation>/personer/<int:pk>/lapp/", slips.slip_make, name="slip_make"),
    path(
        "<slug:organisation>/personer/<int:pk>/lapp/dra-tillbaka/",
        slips.slip_revoke,
        name="slip_revoke",
    ),
    path(
        "<slug:organisation>/personer/<int:pk>/logga-ut/",
        sessions.person_sign_out,
        name="person_sign_out",
    ),
]
