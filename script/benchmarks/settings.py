"""The portal's own settings in demo mode, with the page that saving is compared with."""

import os

os.environ["STYRKEDJAN_DEMO"] = "1"

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
# Without this the pages need files that only collectstatic makes.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
