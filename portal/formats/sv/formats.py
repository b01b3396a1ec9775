"""As Swedes write a day and a time: 18 december 2026, 23.59, and where room is short dec 2026."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j F Y H.i"
SHORT_DATETIME_FORMAT = "j F H.i"
YEAR_MONTH_FORMAT = "b Y"
