"""The part of a download that is already on the disk: written to its end, hashed on the way, kept for another time."""

import hashlib
import os
import shutil
from pathlib import Path

SPARE_BYTES = 256 * 1024 * 1024
_BLOCK = 4 * 1024 * 1024


class Busy(Exception):
    """Another process is fetching the same file."""


def free_bytes(folder: Path) -> int:
    """Room on the disk of a folder, in bytes."""
    return shutil.disk_usage(folder).free


class Part:
    """A file that is not whole yet; every method blocks and belongs in a thread.

    Attributes:
        target: The file once it is whole.
        path: The file until then.
        size: Bytes that are there.
    """

    def __init__(self, target: Path) -> None:
        """Take what an earlier download left; only one process at a time may.

        Raises:
            Busy: Another process has it.
        """
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("a+b")
        try:
            _lock(self._file.fileno())
        except OSError:
            self._file.close()
            raise Busy(f"{self.path} is being written by another process; wait for it, or stop it") from None
        self.size = 0
        self._hash = hashlib.sha256()
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            self._hash.update(block)
            self.size += len(block)

    @property
    def sha256(self) -> str:
        """The hash of what is there."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Put data behind what is there."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def empty(self) -> None:
        """Begin again."""
        self._file.truncate(0)
        self._hash = hashlib.sha256()
        self.size = 0

    def keep(self) -> None:
        """Make it the whole file: anyone who looks sees either none or all of it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.path.replace(self.target)
        self._file.close()

    def discard(self) -> None:
        """Keep nothing."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Keep what is there, if anything, for another time."""
        if not self._file.closed and not self.size:
            self.path.unlink(missing_ok=True)
        self._file.close()


def _lock(descriptor: int) -> None:
    """Hold the file against other processes until it is closed; where the system cannot, do without."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
