"""Confine a worker process: it may not write files, grow, open files or connections, or outlive its parent.

Linux has all of it. Where a part is missing (Landlock before Linux 5.13, limits on Windows), the other layers remain.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

POLL_S = 0.5
_CREATE, _ADD, _RESTRICT = 444, 445, 446  # numbers of Landlock's system calls, the same on every architecture
_NO_NEW_PRIVILEGES = 38
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS_BY_VERSION = ((1, 13), (2, 14), (3, 15), (5, 16))  # how many rights on files each version of Landlock knows
_NETWORK_VERSION, _SCOPE_VERSION = 4, 6
_PATH_BENEATH = 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def limit_process(*, memory_bytes: int) -> None:
    """Limit this process: its memory, no bytes into files, no core dump; it ends soon after its parent."""
    end_with_parent()
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not know this limit
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process


def end_with_parent() -> None:
    """End this process soon after its parent has ended, even if killed: a thread checks twice a second."""
    threading.Thread(target=_end_after, args=(os.getppid(),), daemon=True).start()


def _end_after(parent: int) -> None:
    """End this process once its parent is another one; the system's own signal follows the starting thread."""
    while os.getppid() == parent:
        time.sleep(POLL_S)
    os._exit(1)


def deny_files(*, readable: Sequence[Path] = ()) -> bool:
    """Restrict this thread, and those it starts, to reading what is in `readable`; no connections.

    Returns
    -------
    bool
        Whether the system did it.
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE, None, 0, 1)
    if version < 1:
        return False
    rights = next(count for least, count in reversed(_RIGHTS_BY_VERSION) if version >= least)
    asked = _Ruleset(
        files=(1 << rights) - 1,
        network=3 if version >= _NETWORK_VERSION else 0,
        scoped=3 if version >= _SCOPE_VERSION else 0,
    )
    size = 8 * (1 + (version >= _NETWORK_VERSION) + (version >= _SCOPE_VERSION))
    rules = system.syscall(_CREATE, ctypes.byref(asked), size, 0)
    if rules < 0:
        return False
    for path in readable:
        _let_read(system, rules, path)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done: int = system.syscall(_RESTRICT, rules, 0)
    os.close(rules)
    return done == 0


def _let_read(system: ctypes.CDLL, rules: int, path: Path) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_PATH)
    rights = _READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE
    rule = _Beneath(allowed=rights, parent=handle)
    system.syscall(_ADD, rules, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(handle)
