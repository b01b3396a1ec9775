"""A SAML identity provider on pysaml2, a process of its own: `saml_provider.py PORT DIRECTORY`.

GET /metadata describes it. PUT / tells it who comes next (`attributes`), whether it signs
(`signed`) and whom it answers (`portal`, that one's metadata). GET /sso is its sign-in: it lets
them in at once, and answers with a page whose form posts the response to the portal.
"""

import json
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import AUTHN_PASSWORD, NAME_FORMAT_URI, NAMEID_FORMAT_TRANSIENT
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY = "https://idp.ekby.example/metadata"
PORT, DIRECTORY = int(sys.argv[1]), Path(sys.argv[2])
KEY, CERTIFICATE = DIRECTORY / "key.pem", DIRECTORY / "certificate.pem"

PAGE = """<!doctype html><title>Ekby</title><form method="post" action="{address}">
<input type="hidden" name="SAMLResponse" value="{response}"><button>Vidare</button></form>"""

told: dict[str, Any] = {}


def configuration() -> IdPConfig:
    idp = {
        "endpoints": {
            "single_sign_on_service": [(f"http://localhost:{PORT}/sso", BINDING_HTTP_REDIRECT)]
        },
        "policy": {"default": {"lifetime": {"minutes": 15}, "name_form": NAME_FORMAT_URI}},
        "name_id_format": [NAMEID_FORMAT_TRANSIENT],
    }
    return IdPConfig().load(
        {
            "entityid": ENTITY,
            "service": {"idp": idp},
            "key_file": str(KEY),
            "cert_file": str(CERTIFICATE),
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "metadata": {"inline": [told["portal"]]} if "portal" in told else {},
        }
    )


def answer(request: str) -> str:
    server = Server(config=configuration())
    asked = server.parse_authn_request(request, BINDING_HTTP_REDIRECT).message
    response = server.create_authn_response(
        told["attributes"],
        in_response_to=asked.id,
        destination=asked.assertion_consumer_service_url,
        sp_entity_id=asked.issuer.text,
        userid="rut",
        authn={"class_ref": AUTHN_PASSWORD, "authn_auth": ENTITY},
        sign_assertion=told["signed"],
        sign_response=False,
        sign_alg=SIG_RSA_SHA256,
        digest_alg=DIGEST_SHA256,
    )
    encoded = b64encode(str(response).encode()).decode()
    return PAGE.format(address=asked.assertion_consumer_service_url, response=encoded)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        place = urlsplit(self.path)
        if place.path == "/sso":
            self.say(answer(parse_qs(place.query)["SAMLRequest"][0]))
        else:
            self.say(str(entity_descriptor(configuration())))

    def do_PUT(self) -> None:
        told.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.say("")

    def say(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())


def make_key_and_certificate() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.ekby.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    CERTIFICATE.write_bytes(certificate.public_bytes(pem))
    KEY.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


if __name__ == "__main__":
    make_key_and_certificate()
    HTTPServer(("localhost", PORT), Handler).serve_forever()
