"""What can be read in."""

UNITS, STAFF = "units", "staff"
