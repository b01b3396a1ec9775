"""As Swedes write a day and a time: 18 december 2026, 23.59."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j F Y H.i"
SHORT_DATETIME_FORMAT = "j F H.i"
