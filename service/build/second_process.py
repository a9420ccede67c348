"""Run calls in a second process, with a substitute that makes the same calls here."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import ParamSpec, TypeVar

from queries.typed_sql.confine import end_with_parent

_Args = ParamSpec("_Args")
_Out = TypeVar("_Out")


class SameProcess(Executor):
    """No second process: each call is made when its result is first needed, so that nothing runs ahead."""

    def submit(self, fn: Callable[_Args, _Out], /, *args: _Args.args, **kwargs: _Args.kwargs) -> Future[_Out]:
        """Record a call for later."""
        return _Later(partial(fn, *args, **kwargs))


class _Later(Future[_Out]):
    def __init__(self, call: Callable[[], _Out]) -> None:
        super().__init__()
        self._call = call

    def result(self, timeout: float | None = None) -> _Out:  # there is nothing to wait for
        if not self.done():
            self.set_result(self._call())
        return super().result(timeout)


@contextmanager
def second_process(*modules: str, copied: bool = False) -> Iterator[Executor]:
    """A second process that makes calls one after the other, in the order in which they are put.

    Parameters
    ----------
    *modules : str
        What it imports at once, so that nothing waits for it later.
    copied : bool
        Import the modules here and start it as a copy of this process, which saves it the same imports. Only for a
        process that has done nothing else yet, see :func:`may_be_copied`.

    Notes
    -----
    Nothing is shared: arguments and results travel as pickles. Unless it is a copy, it starts Python anew and imports
    the program itself again. So this is for the command line; a script of somebody else's would be run twice. Where
    the block fails, or is interrupted, the process ends with it, whatever it is at.
    """
    before = set(multiprocessing.active_children())
    if copied:
        for module in modules:
            import_module(module)
    # Without `copied` it is a fresh one: a copy of a process at work would hold the locks of threads that it lacks.
    context = multiprocessing.get_context("fork" if copied else "spawn")
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_prepare)
    try:
        with warnings.catch_warnings():
            # Python 3.12 and later warn of any thread at all; those of the libraries wait, and mend themselves.
            warnings.filterwarnings("ignore", message=".*use of fork", category=DeprecationWarning)
            for module in modules:
                pool.submit(_import, module)
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def may_be_copied() -> bool:
    """Whether this process can start a copy of itself: on Linux, as long as no thread of Python's runs beside it.

    macOS allows copies but its libraries fail in them; Windows has none.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it too, and ends this one
    end_with_parent()  # one that is killed tells nobody


def _import(module: str) -> None:
    import_module(module)
