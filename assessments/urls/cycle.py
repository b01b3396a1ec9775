"""The year: its phases, its calendar, what became of it."""

from django.urls import path

from assessments.views import calendars, cycle, unit_years

urlpatterns = [
    path("<slug:organisation>/arshjul/", cycle.cycle, name="cycle"),
    path("<slug:organisation>/arshjul/<int:year>/andra/", cycle.cycle_edit, name="cycle_edit"),
    path("<slug:organisation>/arshjul/<slug:unit>/", unit_years.unit_year, name="unit_year"),
    path("<slug:organisation>/sedan-sist/<slug:unit>/", unit_years.became, name="became"),
    path("<slug:organisation>/kalender.ics", calendars.calendar, name="calendar"),
]
