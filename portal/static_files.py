"""The files that pages need, in a folder that two releases share while one takes over.

Each collects its own into it, under names that hold a hash, and takes none away.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Which of them are a release's own stands in a list of its own."""

    manifest_name = f"staticfiles-{settings.VERSION}.json"


class Middleware(WhiteNoiseMiddleware):
    """Finds also what another release has put there since this one started."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.directories = [(str(self.static_root) + "/", self.static_prefix)]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        is_new = path.startswith(self.static_prefix) and path not in self.files
        if is_new and (found := self.find_file(path)):
            self.files[path] = found
        return super().__call__(request)
