"""Whose fault it is: what `requests` and `urllib3` raise, as one of our link errors."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import requests
import urllib3

from karmadesk.errors import LinkError, NotAServer, Offline, ProxyFault, ProxyWantsLogin, ServerFault, TlsFailed

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
PROXY_LOGIN = 407


class ProxyGoneError(Offline):
    """The proxy itself can't be reached: nothing was sent, and another way may be tried."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns what `requests` and `urllib3` raise into our link errors; also for the reading of a streamed body."""
    try:
        yield
    except (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError) as error:
        raise _of_proxy(error) from error
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError, ssl.SSLError) as error:
        raise TlsFailed(type(error).__name__) from error
    except (
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.exceptions.MissingSchema,
        requests.exceptions.TooManyRedirects,
        urllib3.exceptions.LocationParseError,
        UnicodeError,
    ) as error:
        raise NotAServer(type(error).__name__) from error
    except (requests.exceptions.ContentDecodingError, urllib3.exceptions.DecodeError) as error:
        raise ServerFault(type(error).__name__) from error
    except (
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
        ConnectionError,
        TimeoutError,
    ) as error:
        raise Offline(type(error).__name__) from error


def _of_proxy(error: BaseException) -> LinkError:
    """What a proxy did: its own word on the tunnel where it gave one."""
    causes = list(_inside(error))
    if any(isinstance(cause, ssl.SSLError | urllib3.exceptions.SSLError) for cause in causes):
        return TlsFailed("the proxy")
    said = next((found for cause in causes if (found := _TUNNEL.search(str(cause)))), None)
    if said is None:
        return ProxyGoneError("proxy")
    status = int(said[1])
    if status == PROXY_LOGIN:
        return ProxyWantsLogin("the proxy wants a login")
    if status >= requests.codes.internal_server_error:
        return Offline(f"the proxy can't reach the server: {status}")
    return ProxyFault(f"the proxy said {status}")


def _inside(error: BaseException) -> Iterator[BaseException]:
    """The error and what it carries; these libraries put causes in three places."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "reason", None), getattr(one, "original_error", None), one.__cause__, *one.args]


def was_stale(error: Offline) -> bool:
    """Whether a kept-alive connection was closed under us, so that nobody can have read the request's answer."""
    cause = error.__cause__
    return (
        isinstance(cause, requests.exceptions.ConnectionError)
        and not isinstance(cause, requests.exceptions.Timeout | requests.exceptions.ProxyError)
        and "NewConnectionError" not in repr(cause)
    )
