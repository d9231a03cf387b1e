"""What machines write about persons and accounts, and what only talks of it."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("NK1|1|OKAFOR^JOHN|SPO", "health.hl7.segment"),
        ("<patientRole><patient><name><given>Ada</given><family>Okafor</family></name>", "health.cda"),
        ("(0010,0010) PatientName: OKAFOR^ADA", "health.dicom"),
        ("I certify that Jane Miller is unfit for work from 3 to 10 May", "health.unfit"),
        ("machine api.foo.io login bob password q7Zx91LmPp", "credential.netrc"),
        ("admin:$apr1$x7Hk2Lm1$N8qY5zPQ2rT4vW6yB1cD0/", "credential.hash"),
        ("root:$6$abcDEF12$N8qY5zPQ2rT4vW6yB1cD0eF3gH5iJ7kL9:19000:0", "credential.hash"),
    ],
)
def test_a_record_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "explain the difference between PID and PV1 segments in HL7 v2",
        "what does PatientName mean in DICOM, which VR is it",
        "How long may an employer wait for a medical certificate?",
        "how does .netrc work: machine, login, password",
        "does $6$ in /etc/shadow mean SHA-512?",
    ],
)
def test_talk_is_public(text: str) -> None:
    assert found(text) == set()
