"""Why a copy is not made, or not put back."""


class Refused(Exception):
    """In words for the person at the command line. Nothing has been touched."""
