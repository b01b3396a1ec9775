"""`python -m benchmarks.measures NAME [--quick]`: one measure on the database in DATABASE_URL."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    found = import_module(f"benchmarks.measures.{sys.argv[1]}").measure("--quick" in sys.argv)
    json.dump([figure.told() for figure in found], sys.stdout)
