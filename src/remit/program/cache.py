"""Where compiled things live, named by their content; safe to delete at any time."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import tempfile
from pathlib import Path


def home() -> Path:
    """The cache folder: $REMIT_CACHE, else the user's cache folder, else a temporary one if that is not
    writable."""
    given = os.environ.get("REMIT_CACHE")
    if given:
        folder = Path(given)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "remit"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches" / "remit"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "remit"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    folder = Path(tempfile.gettempdir()) / f"remit-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def content_name(*parts: bytes | str) -> str:
    """A short name that changes when any part does."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "little") + raw)
    return digest.hexdigest()[:32]


def read(kind: str, name: str) -> bytes | None:
    """What was stored under a name, or None; a damaged entry counts as none."""
    path = home() / kind / name
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    body, digest = stored[:-32], stored[-32:]
    return body if hashlib.sha256(body).digest() == digest else None


def write(kind: str, name: str, body: bytes) -> None:
    """Store under a name, whole or not at all; a full or read-only disk only costs the next run its time."""
    folder = home() / kind
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(body + hashlib.sha256(body).digest())
        os.replace(temporary, folder / name)
    except OSError:
        return


@functools.cache
def source_name(folders: tuple[str, ...] = ("program", "solve")) -> str:
    """A name of remit's source in some of its folders."""
    package = Path(__file__).parents[1]
    files = sorted(file for folder in folders for file in (package / folder).glob("*.py"))
    return content_name(*(file.read_bytes() for file in files))


def kernel_cache() -> Path:
    """The folder for numba's cache, named by all of remit's numeric source and by numba itself.

    numba's own cache looks only at the file of the cached function, so an edited helper in another file
    would leave its callers stale; a folder named by everything cannot.
    """
    import numba

    return home() / "kernels" / content_name(numba.__version__, source_name())


def point_numba_here() -> None:
    """Let numba keep compiled functions in `kernel_cache`; called before any compiled function is defined."""
    import numba

    numba.config.CACHE_DIR = str(kernel_cache())
