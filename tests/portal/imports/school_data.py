"""What the services hold in the tests: a municipality in small, by the standards' own fields."""

from typing import Any

NUMBER = "2120001234"
FORVALTNING, NORRA, BJORK, TALL, SKOLA = "o-forvaltning", "o-norra", "o-bjork", "o-tall", "o-skola"


def organisation(id: str, name: str, kind: str, parent: str = "", **fields: Any) -> dict[str, Any]:
    above = {"parentOrganisation": {"id": parent}} if parent else {}
    return {"id": id, "displayName": name, "organisationType": kind, **above, **fields}


def person(id: str, given: str, family: str, *emails: tuple[str, str], **fields: Any) -> Any:
    return {
        "id": id,
        "givenName": given,
        "familyName": family,
        "civicNo": {"value": "198001019999"},
        "emails": [{"type": kind, "value": value} for kind, value in emails],
        **fields,
    }


def duty(id: str, person: str, at: str, role: str, **fields: Any) -> dict[str, Any]:
    started = {"startDate": "2020-08-01"}
    return {"id": id, "person": {"id": person}, "dutyAt": {"id": at}, "dutyRole": role} | (
        started | fields
    )


def school_data() -> dict[str, list[Any]]:
    return {
        "organisations": [
            organisation("o-kommun", "Ekby kommun", "Huvudman", organisationNumber=NUMBER),
            organisation(FORVALTNING, "Utbildningsförvaltningen", "Förvaltning", "o-kommun"),
            organisation(NORRA, "Norra området", "Rektorsområde", FORVALTNING),
            organisation(
                BJORK,
                "Björkskolan",
                "Skolenhet",
                NORRA,
                schoolUnitCode="12345678",
                schoolTypes=["GR", "FKLASS", "OPPFTH"],
            ),
            organisation(TALL, "Tallens förskola", "Skolenhet", NORRA, schoolTypes=["FS"]),
        ],
        "persons": [
            person(
                "p-rut",
                "Rut",
                "Ek",
                ("Privat", "rut@hem.example"),
                ("Skola personal", "rut@ekby.example"),
            ),
            person("p-tea", "Tea", "Alm", ("Skola personal", "tea@ekby.example")),
            person("p-kim", "Kim", "Lind", ("Arbete övrigt", "kim@ekby.example")),
            person(
                "p-hemlig",
                "Hemlig",
                "Person",
                ("Skola personal", "hemlig@ekby.example"),
                securityMarking="Sekretessmarkering",
            ),
            person("p-elev", "Elev", "Elevsson", ("Skola elev", "elev@ekby.example")),
        ],
        "duties": [
            duty("d-1", "p-rut", BJORK, "Rektor"),
            duty("d-2", "p-rut", TALL, "Rektor"),
            duty("d-3", "p-tea", BJORK, "Lärare"),
            duty("d-4", "p-kim", BJORK, "Kurator"),
            duty("d-5", "p-hemlig", TALL, "Förskollärare"),
        ],
    }


def register_unit(code: str, name: str, number: str = NUMBER, **fields: Any) -> dict[str, Any]:
    attributes = {
        "displayName": name,
        "headMaster": "Rut Ek",
        "municipalityCode": "0999",
        "schoolTypes": ["GR"],
        "status": "AKTIV",
    }
    return {
        "meta": {"extractDate": "2026-11-01"},
        "data": {"type": "schoolunit", "schoolUnitCode": code, "attributes": attributes | fields},
        "included": {
            "type": "organizer",
            "organizationNumber": number,
            "attributes": {"displayName": "Ekby kommun", "organizerType": "KOMMUN"},
        },
    }
