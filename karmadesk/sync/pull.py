"""Pulling: the plan, what is joined, what other devices did, and the courses themselves; most wanted first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from karmadesk.model import CourseCard, Enrolment, Topic
from karmadesk.ports import CatalogueWrites
from karmadesk.ports.shelves import SET_ASIDE
from karmadesk.services.catalogue import SWEPT
from karmadesk.services.plan import PULLED
from karmadesk.services.wishes import wished
from karmadesk.sync.enrol import put_enrolments
from karmadesk.sync.news import CATALOGUE, all_taken
from karmadesk.sync.round import Round, read_mark

PAGE = 100
PAGES_A_ROUND = 5
SWEEP_EVERY = timedelta(days=1)
_TREE = "tree:"
_TREE_MARK = "tree-mark:"
_PLAN = "plan:mark"
_OFFSET = "catalogue:offset"


def pull_plan(round_: Round) -> None:
    """What is assigned and joined, and the newest list entries of those courses."""
    is_news = any(round_.is_news(topic) for topic in ("plan", "enrolments", CATALOGUE))
    if round_.is_news("plan"):
        _pull_assignments(round_)
    if round_.is_news("enrolments"):
        round_.unless_refused(lambda: put_enrolments(round_, ()))
    if not is_news:
        return
    wanted = _wanted(round_)
    round_.context.check()
    cards_now = round_.unless_refused(lambda: round_.server.cards([*wanted, *_related(round_, wanted)]))
    if cards_now:
        with round_.catalogue.write() as catalogue:
            catalogue.put_cards(cards_now)


def _pull_assignments(round_: Round) -> None:
    """What is assigned, unless it is what is known already."""
    with round_.learner.read() as db:
        mark = db.checkpoint(_PLAN)
    plan = round_.unless_refused(lambda: (round_.ask(lambda session: round_.server.plan(session, mark)),))
    if plan is None:
        return
    [answer] = plan
    if answer is not None:
        _put_unknown(round_, answer.cards)
    with round_.learner.write() as db:
        if answer is not None:
            db.put_plan(answer.assignments)
            db.set_checkpoint(_PLAN, answer.mark)
        db.set_checkpoint(PULLED, round_.clock.corrected().isoformat())
        round_.took(db, "plan")
    round_.tell(Topic.PLAN)


def _put_unknown(round_: Round, cards: Iterable[CourseCard]) -> None:
    """The plan tells less of a course than the catalogue does: it only adds what isn't known yet."""
    listed = list(cards)
    with round_.catalogue.write() as catalogue:
        known = catalogue.cards([card.id for card in listed])
        catalogue.put_cards([card for card in listed if card.id not in known])


def _wanted(round_: Round) -> list[str]:
    """The courses that this person learns: assigned ones first, then joined ones, then those wished for."""
    with round_.learner.read() as db:
        assigned = [assignment.course_id for assignment in db.assignments()]
        joined = [e.course_id for e in db.enrolments().values() if e.is_active]
        wanted = wished(db)
    return list(dict.fromkeys([*assigned, *joined, *wanted]))


def _related(round_: Round, course_ids: Iterable[str]) -> list[str]:
    """The courses inside programs and the trees of other languages, as far as they are known."""
    wanted = list(course_ids)
    with round_.catalogue.read() as catalogue:
        trees = [catalogue.course(course_id) for course_id in wanted]
        inside = [course_id for tree in trees if tree is not None for course_id in tree.courses]
        cards = catalogue.cards([*wanted, *inside]).values()
    linked = [course_id for card in cards for course_id in card.languages.values()]
    return [course_id for course_id in dict.fromkeys([*inside, *linked]) if course_id not in wanted]


def known_trees(round_: Round) -> dict[str, float]:
    """The versions of the wanted courses' trees that are here, by course id."""
    wanted = _wanted(round_)
    related = _related(round_, wanted)
    with round_.catalogue.read() as catalogue:
        marks = {name: catalogue.checkpoint(_TREE + name) for name in (*wanted, *related)}
        return {name: float(mark) for name, mark in marks.items() if mark and catalogue.course(name) is not None}


def note_trees(catalogue: CatalogueWrites, versions: Mapping[str, float]) -> None:
    """Of these courses only newer trees are asked for: the others are where this pull goes to."""
    for name, version in versions.items():
        catalogue.set_checkpoint(_TREE + name, str(version))


def pull_states(round_: Round) -> None:
    """What the server has of each joined course; a finished one is read again only when its figures change."""
    with round_.learner.read() as db:
        joined = [e for e in db.enrolments().values() if e.is_active and e.batch.id]
        marks = {e.course_id: db.checkpoint(_mark_name(e)) for e in joined}
        was_read = {e.course_id for e in joined if db.checkpoint(read_mark(e.course_id)) == e.batch.id}
    for enrolment in joined:
        mark = _mark(enrolment)
        is_news = round_.is_news(f"states:{enrolment.course_id}") or enrolment.course_id not in was_read
        if not is_news and mark == marks[enrolment.course_id]:
            continue
        if round_.has_seen(enrolment.course_id, enrolment.batch.id) or (mark and mark == marks[enrolment.course_id]):
            continue
        rows = round_.unless_refused(lambda e=enrolment: round_.seen(e.course_id, e.batch.id))  # type: ignore[misc]  # mypy can't type a lambda's default
        if rows is not None:
            with round_.learner.write() as db:
                db.set_checkpoint(_mark_name(enrolment), mark)
    round_.tell(Topic.PROGRESS)


def _mark_name(enrolment: Enrolment) -> str:
    return f"states:{enrolment.course_id}"


def _mark(enrolment: Enrolment) -> str:
    """What a finished course's list entry says; "" for one that is under way and is always read."""
    if enrolment.completed_at is None:
        return ""
    return f"{enrolment.batch.id} {enrolment.resources_done}/{enrolment.resource_count} {enrolment.completed_at}"


def pull_trees(round_: Round) -> None:
    """Units and resources of the wanted courses, the courses inside programs and the other languages."""
    todo = _wanted(round_)
    done: set[str] = set()
    while todo:
        course_id = todo.pop(0)
        if course_id in done:
            continue
        done.add(course_id)
        if _is_tree_due(round_, course_id):
            round_.context.check()
            _pull_tree(round_, course_id)
        todo += [other for other in _related(round_, [course_id]) if other not in done]
    with round_.catalogue.read() as catalogue:
        was_set_aside = bool(catalogue.checkpoint(SET_ASIDE))
    if was_set_aside:
        with round_.catalogue.write() as catalogue:
            catalogue.set_checkpoint(SET_ASIDE, "")
        round_.tell(Topic.CATALOGUE)


def _is_tree_due(round_: Round, course_id: str) -> bool:
    if round_.has_feed and f"trees:{course_id}" in round_.news:
        return True
    with round_.catalogue.read() as catalogue:
        mark = catalogue.checkpoint(_TREE + course_id)
        card = catalogue.cards([course_id]).get(course_id)
    return not mark or (card is not None and card.version > float(mark))


def _pull_tree(round_: Round, course_id: str) -> None:
    with round_.catalogue.read() as catalogue:
        mark = catalogue.checkpoint(_TREE_MARK + course_id) if catalogue.course(course_id) is not None else ""
    found = round_.unless_refused(lambda: (round_.server.course(course_id, mark),))
    if found is None:
        return
    [tree] = found
    with round_.catalogue.write() as catalogue:
        known = catalogue.cards([course_id]).get(course_id)
        if tree is not None:
            catalogue.put_course(tree.course)
            catalogue.set_checkpoint(_TREE_MARK + course_id, tree.mark)
        # Of two versions the newer: a list ahead of the tree must not ask for the same tree for ever.
        version = max(tree.course.card.version if tree is not None else 0.0, known.version if known else 0.0)
        catalogue.set_checkpoint(_TREE + course_id, str(version))
    round_.tell(Topic.CATALOGUE)


def pull_catalogue(round_: Round) -> None:
    """A few pages from the checkpoint on; once through, again when the server has news of it, or after a day."""
    _sweep(round_)
    all_taken(round_)


def _is_sweep_due(round_: Round, swept: datetime) -> bool:
    if round_.has_feed:
        return round_.is_news(CATALOGUE)
    return not swept <= round_.clock.corrected() < swept + SWEEP_EVERY


def _sweep(round_: Round) -> None:
    with round_.catalogue.read() as catalogue:
        offset = int(catalogue.checkpoint(_OFFSET) or 0)
        swept = catalogue.checkpoint(SWEPT)
    now = round_.clock.corrected()
    if not offset and swept and not _is_sweep_due(round_, datetime.fromisoformat(swept)):
        return
    for _ in range(PAGES_A_ROUND):
        round_.context.check()
        page = round_.unless_refused(lambda at=offset: round_.server.page(at, PAGE))  # type: ignore[misc]  # as above
        if page is None:
            return
        cards, total = page
        offset += len(cards)
        is_through = not cards or offset >= total
        with round_.catalogue.write() as catalogue:
            catalogue.put_cards(cards)
            catalogue.set_checkpoint(_OFFSET, "" if is_through else str(offset))
            if is_through:
                catalogue.set_checkpoint(SWEPT, now.isoformat())
        round_.is_sweeping = not is_through
        round_.tell(Topic.CATALOGUE)
        if is_through:
            return
