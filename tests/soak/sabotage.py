"""Ways to break the client on purpose, so that the soak can show that it would notice. Nothing of it is in the product.

Each patches a class of the store, or the adapter of a server, for as long as the block lasts.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import update

from karmadesk.errors import LinkError
from karmadesk.model import ItemState, Receipt
from karmadesk.statement import StatementKind
from karmadesk.store.learner.edit import LearnerEdit
from karmadesk.store.learner.view import LearnerView
from karmadesk.store.tables.learner import deliveries, messages

Classes = Sequence[type[Any]]
Sabotage = Callable[[ExitStack, Classes], None]


def _put(stack: ExitStack, owner: type[Any], name: str, made: Callable[[Any], Any]) -> None:
    stack.enter_context(patch.object(owner, name, made(getattr(owner, name))))


def receipt_before_send(stack: ExitStack, servers: Classes) -> None:
    """What the link loses counts as accepted."""

    def made(push: Any) -> Any:
        def pushed(self: Any, session: Any, sent: Any) -> dict[str, Receipt]:
            try:
                return dict(push(self, session, sent))
            except LinkError:
                return {message.id: Receipt(True, message.frozen_at) for message in sent}

        return pushed

    for server in servers:
        _put(stack, server, "push", made)


def new_id_on_retry(stack: ExitStack, servers: Classes) -> None:
    """A message that is sent again is a new one, of a new moment."""

    def looked(settled: Any) -> Any:
        return lambda self, message, seen: message.attempts == 0 and settled(self, message, seen)

    def sent(rebase: Any) -> Any:
        return lambda self, message, seen: message if message.attempts else rebase(self, message, seen)

    for server in servers:
        _put(stack, server, "is_settled", looked)
        _put(stack, server, "rebase", sent)


def settle_without_looking(stack: ExitStack, servers: Classes) -> None:
    """What is frozen is sent, whatever the server has already."""
    for server in servers:
        _put(stack, server, "is_settled", lambda _: lambda *_: False)


def checkpoint_early(stack: ExitStack, _: Classes) -> None:
    """The mark of a finished course moves when its list entry is heard, before its rows are."""
    from karmadesk.sync.pull import _mark, _mark_name

    def made(put: Any) -> Any:
        def marked(self: LearnerEdit, joined: Any, **more: Any) -> None:
            put(self, joined, **more)
            for one in joined:
                if _mark(one):
                    self.set_checkpoint(_mark_name(one), _mark(one))

        return marked

    _put(stack, LearnerEdit, "put_enrolments", made)


def refused_dropped(stack: ExitStack, _: Classes) -> None:
    """What the server refused is put away as if it had been taken."""

    def made(settle: Any) -> Any:
        def settled(self: LearnerEdit, message_id: str, receipt: Receipt, states: Any = ()) -> None:
            settle(self, message_id, replace(receipt, accepted=True), states)

        return settled

    _put(stack, LearnerEdit, "settle", made)


def merge_by_last_write(stack: ExitStack, servers: Classes) -> None:
    """Nobody looks at what another laptop wrote: the last one to send wins."""
    for server in servers:
        _put(stack, server, "compose", lambda compose: lambda self, i, s, w, _: compose(self, i, s, w, None))
        _put(stack, server, "rebase", lambda _: lambda _self, message, _seen: message)


def clock_for_order(stack: ExitStack, servers: Classes) -> None:
    """Acts are put in order by the laptop's own clock, right or wrong."""

    def made(compose: Any) -> Any:
        def composed(self: Any, item: Any, statements: Any, watched: Any, seen: Any) -> Any:
            raw = [replace(s, at=s.at_raw, clock=s.at_raw.isoformat()) for s in statements]
            return compose(self, item, raw, watched, seen)

        return composed

    for server in servers:
        _put(stack, server, "compose", made)


def delete_before_acknowledged(stack: ExitStack, _: Classes) -> None:
    """A message leaves the outbox when it is sent, not when it is answered."""

    def made(freeze: Any) -> Any:
        def frozen(self: LearnerEdit, key: str, message_id: str, *rest: Any) -> Any:
            message = freeze(self, key, message_id, *rest)
            gone = {"state": ItemState.ACCEPTED.value}
            self._connection.execute(update(messages).where(messages.c.id == message_id).values(gone))
            self._connection.execute(update(deliveries).where(deliveries.c.message_id == message_id).values(gone))
            return message

        return frozen

    _put(stack, LearnerEdit, "freeze", made)


def act_without_delivery(stack: ExitStack, _: Classes) -> None:
    """Every third act is recorded, and on its way to nobody."""
    number = itertools.count()

    def made(record: Any) -> Any:
        def recorded(self: LearnerEdit, acts: Any, watched: Any = (), opened: Any = None) -> None:
            private = [replace(act, kind=StatementKind.PRIVATE) if next(number) % 3 == 0 else act for act in acts]
            record(self, private, watched, opened)

        return recorded

    _put(stack, LearnerEdit, "record", made)


def receipt_for_later_acts(stack: ExitStack, _: Classes) -> None:
    """An answer settles what the learner did while the message was under way, too."""

    def made(settle: Any) -> Any:
        def settled(self: LearnerEdit, message_id: str, receipt: Receipt, states: Any = ()) -> None:
            place = self._connection.execute(messages.select().where(messages.c.id == message_id)).one()
            later = (deliveries.c.content_id == place.content_id) & (deliveries.c.course_id == place.course_id)
            taken = update(deliveries).where(later, deliveries.c.message_id.is_(None))
            self._connection.execute(taken.values(state=ItemState.ACCEPTED.value))
            settle(self, message_id, receipt, states)

        return settled

    _put(stack, LearnerEdit, "settle", made)


def give_up_after_two(stack: ExitStack, _: Classes) -> None:
    """A message that went unanswered twice is never looked at again."""
    _put(stack, LearnerView, "messages", lambda found: lambda self: tuple(m for m in found(self) if m.attempts < 2))


def retry_never_comes(stack: ExitStack, _: Classes) -> None:
    """A refused item that somebody retries stays as it is."""
    _put(stack, LearnerEdit, "retry", lambda _: lambda _self, _key: None)


ALL: dict[str, Sabotage] = {
    name.__name__.replace("_", "-"): name
    for name in (
        receipt_before_send,
        new_id_on_retry,
        settle_without_looking,
        checkpoint_early,
        refused_dropped,
        merge_by_last_write,
        clock_for_order,
        delete_before_acknowledged,
        act_without_delivery,
        receipt_for_later_acts,
        give_up_after_two,
        retry_never_comes,
    )
}


@contextmanager
def sabotaged(name: str, servers: Classes) -> Iterator[None]:
    """The client broken in one way for as long as the block lasts; "" leaves it whole."""
    with ExitStack() as stack:
        if name:
            ALL[name](stack, servers)
        yield
