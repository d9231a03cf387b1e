"""The errors of a database: a caller learns nothing of the machine, an operator learns what to do."""

from larouter.core.errors import Internal
from larouter.store.database import DatabaseError, DiskFull


def test_an_operator_reads_the_file_and_the_cure() -> None:
    assert str(DiskFull("The disk of /data/a.db is full. Free some space.")) == (
        "The disk of /data/a.db is full. Free some space."
    )


def test_a_caller_does_not_read_the_path() -> None:
    error = DatabaseError("The disk of /data/a.db is full.")
    assert "/data" not in error.caller_detail
    assert error.status == 503


def test_every_fault_reaches_a_client_as_an_error_of_the_router() -> None:
    assert issubclass(DatabaseError, Internal)
