from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Självskattningar"

    def ready(self) -> None:
        from assessments.letter_kinds import register_kinds

        register_kinds()
