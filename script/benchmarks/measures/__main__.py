"""`python -m benchmarks.measures NAME... [--quick]`: measures on the database in DATABASE_URL."""

import json
import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from django.core.management import call_command

    found = []
    for name in [each for each in sys.argv[1:] if each != "--quick"]:
        if found:
            call_command("flush", verbosity=0, interactive=False)
        figures = import_module(f"benchmarks.measures.{name}").measure("--quick" in sys.argv)
        found += [{"measure": name} | figure.told() for figure in figures]
    json.dump(found, sys.stdout)
