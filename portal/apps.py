from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Styrkedjan"

    def ready(self) -> None:
        if settings.ERROR_SERVICE:
            from portal.error_reports import begin

            begin(settings.ERROR_SERVICE, settings.VERSION)
