"""An outside record system: HealthChain calls the service as its users do.

    client.py keys FOLDER            makes a key, and prints its public part as a JSON Web Key Set
    client.py call FOLDER ADDRESS    calls the service, and prints what came back as JSON

HealthChain has no setting for a signed token, so its connections are given one that signs every request
for the address that is called.
"""

import functools
import json
import logging
import pathlib
import sys
import time
import uuid

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from healthchain.models import CDSRequest, CDSResponse
from healthchain.models.hooks import PatientViewContext
from healthchain.models.responses import CDSServiceInformation
from healthchain.sandbox import SandboxClient, sandboxclient

ISSUER = "https://ehr.example.org"


def make_keys(folder):
    key = ec.generate_private_key(ec.SECP384R1())
    (folder / "client.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
    print(json.dumps({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "ES384"}]}))


class Signed(httpx.Auth):
    """Signs every request for the address it goes to."""

    def __init__(self, pem):
        self.pem = pem

    def auth_flow(self, request):
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": str(request.url),
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
        }
        token = jwt.encode(claims, self.pem, algorithm="ES384", headers={"kid": "k1"})
        request.headers["Authorization"] = f"Bearer {token}"
        yield request


def bundle(*resources):
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def prefetch():
    subject = {"reference": "Patient/p"}
    warfarin = {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": "active",
        "subject": subject,
        "medicationCodeableConcept": {"text": "Warfarin 3 mg"},
    }
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1956-04-11"}
    none = ("conditions", "prescriptions", "allergies", "devices", "pregnancy")
    return {
        "patient": patient,
        "medications": bundle(warfarin),
        **{key: None for key in none},
    }


def view(address):
    """Opens a chart. Other hooks are not asked: the client leaves what is drafted out of a request."""
    client = SandboxClient(url=f"{address}/cds-services/needling-safety", workflow="patient-view")
    context = PatientViewContext(userId="Practitioner/n", patientId="p")
    client.requests.append(CDSRequest(hook="patient-view", context=context, prefetch=prefetch()))
    (answer,) = client.send_requests()
    # The client hands on what it could not read, so it is read once more.
    return CDSResponse(**answer).cards


def call(folder, address):
    signed = functools.partial(httpx.Client, auth=Signed((folder / "client.pem").read_bytes()))
    with signed() as http:
        listed = http.get(f"{address}/cds-services").raise_for_status().json()
    services = CDSServiceInformation(**listed).services
    sandboxclient.httpx.Client = signed
    cards = view(address)
    outcome = {
        "card": cards[0].uuid,
        "outcome": "overridden",
        "outcomeTimestamp": "2026-11-24T09:30:00Z",
    }
    with signed() as http:
        told = http.post(
            f"{address}/cds-services/needling-safety/feedback", json={"feedback": [outcome]}
        )
    print(
        json.dumps(
            {
                "hooks": sorted(service.hook for service in services),
                "cards": [card.model_dump(mode="json", exclude_none=True) for card in cards],
                "feedback": told.status_code,
            }
        )
    )


def main():
    logging.getLogger("healthchain").setLevel(logging.ERROR)
    verb, folder, *address = sys.argv[1:]
    if verb == "keys":
        make_keys(pathlib.Path(folder))
    else:
        call(pathlib.Path(folder), *address)


main()
