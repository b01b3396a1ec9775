import os
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import audit
from portal.identity_providers import (
    Unusable,
    checked_issuer,
    default_claim,
    parsed_metadata,
    set_up,
)
from portal.models import IdentityProvider, Organisation
from portal.secrets import seal
from portal.verbs import Verb

SECRET = "STYRKEDJAN_CLIENT_SECRET"  # noqa: S105 (the name of where it is read)


class Command(BaseCommand):
    help = (
        "Ansluter en organisations egen inloggning, eller ändrar den. "
        f"Hemligheten läses ur {SECRET} eller frågas efter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="organisationens adressnamn")
        parser.add_argument("protocol", choices=IdentityProvider.Protocol.values)
        parser.add_argument("--name", required=True, help="det som står på knappen")
        parser.add_argument("--domain", action="append", required=True, help="en av dess domäner")
        parser.add_argument("--key", help="namn i adresser, annars organisationens")
        parser.add_argument("--issuer", help="OpenID Connect: utfärdarens adress")
        parser.add_argument("--client-id", help="OpenID Connect: portalens id hos utfärdaren")
        parser.add_argument(
            "--claim",
            choices=["email", "preferred_username", "upn"],
            help="OpenID Connect: det som håller adressen",
        )
        parser.add_argument("--metadata", help="SAML: fil, eller adress som börjar med https://")

    def handle(self, organisation: str, protocol: str, **options: Any) -> None:
        place = Organisation.objects.filter(slug=organisation).first()
        if not place:
            raise CommandError(f"Det finns ingen organisation {organisation}.")
        try:
            details = (self.oidc if protocol == "oidc" else self.saml)(options)
            provider = set_up(
                place,
                options["key"] or place.slug,
                options["domain"],
                protocol=protocol,
                name=options["name"],
                **details,
            )
        except (Unusable, OSError) as error:
            raise CommandError(str(error)) from error
        audit.record(None, Verb.IDENTITY_PROVIDER_CHANGED, provider, place)
        self.stdout.write(f"{provider} är ansluten som {provider.key}.")

    def oidc(self, options: dict[str, Any]) -> dict[str, Any]:
        if not (options["issuer"] and options["client_id"]):
            raise CommandError("Ange --issuer och --client-id.")
        issuer = checked_issuer(options["issuer"])
        secret = os.environ.get(SECRET) or getpass("Hemlighet: ")
        return {
            "issuer": issuer,
            "client_id": options["client_id"],
            "sealed_secret": seal(secret),
            "address_claim": options["claim"] or default_claim(issuer),
        }

    def saml(self, options: dict[str, Any]) -> dict[str, Any]:
        if not settings.SAML:
            raise CommandError("SAML behöver tillägget: uv sync --extra saml")
        if not options["metadata"]:
            raise CommandError("Ange --metadata.")
        metadata = parsed_metadata(options["metadata"])
        return {"issuer": metadata["entity_id"], "metadata": metadata}
