"""Ralph's record store on a port of this machine; runs under Ralph's own Python, not ours.

Its `fs` backend opens its file to create it, so that the second batch would be a 500: here it is told to append.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Serves until it is ended. The environment says where, and who may come in."""
    import uvicorn  # type: ignore[import-untyped, unused-ignore]  # Ralph's own, of another version than ours
    from ralph.backends.data.base import BaseOperationType  # type: ignore[import-not-found]  # only in Ralph's Python
    from ralph.backends.lrs.fs import FSLRSBackend  # type: ignore[import-not-found]  # the same

    FSLRSBackend.default_operation_type = BaseOperationType.APPEND
    uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
