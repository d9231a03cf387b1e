"""Files and messages that machines write about persons and accounts: medical records, password files, certificates."""

from larouter.inspect.rules.kinds import Family, Rule, words

FAMILY = Family(
    rules=(
        Rule(
            "health.hl7.segment",
            words("nk1|, gt1|, in1|, al1|, dg1|, obx|, rxa|, prt|"),
            r"(?:^|[\n\r ])(?:nk1|gt1|in1|al1|dg1)\|[^|\n\r]*\|[^\n\r]{0,80}[a-z]+\^[a-z]+|(?:^|[\n\r ])obx\|[^\n\r]{10,200}\|[^\n\r]*(?:^|[\n\r ])pid\|",
        ),
        Rule(
            "health.cda",
            words("*<patientrole, *<recordtarget, *patientrole>"),
            r"<(?:given|family|name|birthtime)[ >][^\n]{0,80}",
            reach=400,
        ),
        Rule(
            "health.dicom",
            words("patientname, patientbirthdate, patientid, *(0010\\,0010), *0010|0010"),
            r"patient(?:name|birthdate|id)['\"]?\s*[:=]?\s*(?:\[|['\"]|lo |pn |da )?\s*[a-z0-9]{2,}[\^a-z0-9]*",
            lambda found: "^" in found or sum(char.isdigit() for char in found) >= 4,
            reach=60,
        ),
        Rule(
            "health.unfit",
            words("unfit for work, fit note, medical certificate, certify that, sick certificate, arbeitsunfähig, arbeitsunfähigkeitsbescheinigung, inapte au travail, arrêt de travail, incapacidad temporal, parte de baja, certificato medico, inabile al lavoro, atestado médico, incapaz para o trabalho, arbeidsongeschikt, zwolnienie lekarskie, niezdolny do pracy, neschopenka, pracovní neschopnost, keresőképtelen, concediu medical, больничный лист, нетрудоспособн, болничен лист, лікарняний, непрацездатн, αναρρωτική άδεια, bolovanje, sairausloma, sjukintyg, sjukskriven, sykemeldt, sykmelding, sygemeldt, iş göremez, istirahat raporu, اجازة مرضية, גימלה, אישור מחלה, 病假条, 病假證明, 診断書, 병가, ใบรับรองแพทย์, giấy nghỉ ốm, surat keterangan sakit"),
            near=("person|person.other",),
            unless=("figure", "biography", "health talk"),
            reach=70,
        ),
        Rule(
            "credential.netrc",
            words("machine|, login|"),
            r"(?i)machine\s+\S+\s+login\s+\S+\s+password\s+(\S{4,})",
            lambda found: found.lower() not in {"password", "secret", "<password>", "yourpassword", "mypassword"},
            folded=False,
            reach=80,
        ),
        Rule(
            "credential.hash",
            words("*$apr1$, *$2a$, *$2b$, *$2y$, *$6$, *$5$, *$1$, *$argon2, *$y$, *{ssha}, *$scrypt$, *pbkdf2_sha256$"),
            r"[a-z_][a-z0-9_.-]{0,31}:(?:\$(?:apr1|2[aby]|1|5|6|y|argon2id?|scrypt)\$[^\s:]{16,}|\{ssha\}\S{20,})",
            reach=120,
        ),
    )
)  # fmt: skip
