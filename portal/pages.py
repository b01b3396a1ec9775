"""The portal's own pages: an organisation's people and units, and how they get in."""

from django.urls import path

from portal.views import audit

app_name = "portal"
urlpatterns = [
    path("<slug:organisation>/handelser/", audit.events, name="audit"),
    path("<slug:organisation>/handelser.csv", audit.events_csv, name="audit_csv"),
    path("<slug:organisation>/handelser.xlsx", audit.events_xlsx, name="audit_xlsx"),
]
