"""Memory that a step of publishing no longer needs goes back to the system.

Arrow's own allocator (mimalloc) keeps what is freed, for each thread apart: after a merge a process held several times
what Arrow had ever held at once, the more the longer the days were. The C library's gives back what it is asked to; a
process chooses its allocator before Arrow is loaded, by ARROW_DEFAULT_MEMORY_POOL (pipeline/cli.py sets it).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa


@contextmanager
def released() -> Iterator[None]:
    """A step, as a block or a decorated function: what it has freed is given back when it ends, also when it fails."""
    try:
        yield
    finally:
        pa.default_memory_pool().release_unused()
