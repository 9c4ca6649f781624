"""Values as the services hand them to screens: one learner's desk with every state in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from karmadesk.errors import Offline
from karmadesk.finding import Facet, Facets, Length, Wanted
from karmadesk.model import (
    Batch,
    BatchStatus,
    CourseCard,
    Download,
    DownloadState,
    Enrolment,
    Item,
    ItemState,
    Link,
    Person,
    Place,
    Progress,
    Receipt,
    RefusalReason,
    Resource,
)
from karmadesk.ports import TELEMETRY
from karmadesk.services.certificates import Sheet
from karmadesk.services.explore import ExploreView, FoundCourse
from karmadesk.services.leaving import LeavingView
from karmadesk.services.views import (
    CertificateView,
    ContinueCard,
    CourseView,
    DownloadsView,
    Due,
    FetchAdvice,
    LedgerRow,
    LedgerView,
    Missing,
    MissingKind,
    Paper,
    PersonRow,
    PlanItem,
    PlanView,
    PlanYear,
    Presence,
    ResourceRow,
    StripView,
    UnitRow,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SUNITA = Person("p-sunita", "Sunita", "demo", "hi")
BOTH = {"english": "do_heat", "hindi": "do_heat_hi"}

UNSENT = (
    "Heat stroke: the first hour",
    "Rehydration by mouth",
    "Snake bite",
    "Safe injections",
    "Cold chain",
    "Counting the stock",
    "Referral slip",
    "Home visit",
    "Weighing a newborn",
)
"""What somebody did that was not sent yet."""


def card(course_id: str, name: str, provider: str, minutes: int, *, is_program: bool = False) -> CourseCard:
    return CourseCard(
        course_id,
        name,
        description="What to do in the first ten minutes, with what is at hand, until help arrives.",
        provider=provider,
        language="English",
        duration_s=minutes * 60,
        size_bytes=86_400_000,
        is_program=is_program,
        languages=BOTH if course_id == "do_heat" else {},
    )


HEAT = card("do_heat", "Heat-wave first response", "National Centre for Disease Control", 40)
NOTING = card("do_noting", "Noting and drafting for a field office", "Institute of Secretariat Training", 70)
ONLINE = card("do_online", "Staying safe online at work", "CERT-In", 40)
ACCOUNTS = card("do_accounts", "Panchayat accounts, first steps", "NIRDPR", 55)
FOREST = card("do_forest", "Fire lines and what burns: a forest guard's year", "Forest Survey of India", 25)
PROGRAM = card("do_program", "A new secretary's first hundred days", "NIRDPR", 190, is_program=True)


def plan_item(
    course: CourseCard,
    due: Due,
    days: int,
    presence: Presence,
    fraction: float,
    *,
    is_apar: bool = False,
    is_waiting: bool = False,
    kind: str = "video",
) -> PlanItem:
    return PlanItem(
        card=course,
        poster=None,
        due=due,
        due_at=NOW + timedelta(days=days),
        due_days=days,
        is_apar=is_apar,
        fraction=fraction,
        is_done=fraction >= 1,
        is_waiting=is_waiting,
        presence=presence,
        fetch_bytes=0 if presence is Presence.WHOLE else 86_400_000,
        kinds=(kind,),
    )


COOLING = Resource("r-cooling", "Cooling a person safely", "video", "video/mp4", duration_s=370, size_bytes=24_000_000)
SIGNS = Resource("r-signs", "What heat does to the body", "video", "video/mp4", duration_s=180, size_bytes=14_000_000)
CHECKLIST = Resource(
    "r-list", "The village checklist", "document", "application/pdf", duration_s=240, size_bytes=900_000
)
STORY = Resource("r-story", "One afternoon in May", "article", "text/html", duration_s=240, size_bytes=40_000)
RADIO = Resource("r-radio", "The radio call", "audio", "audio/mpeg", duration_s=90, size_bytes=1_400_000)
PRACTICE = Resource(
    "r-quiz", "Practice: eight questions", "practice", "application/vnd.sunbird.questionset", size_bytes=9_000
)
SCORM = Resource("r-scorm", "A walk through the clinic", "unsupported", "application/vnd.ekstep.html-archive")


def place(resource: Resource, course_id: str = "do_heat") -> Place:
    return Place(course_id, "b1", resource.id)


def plan() -> PlanView:
    items = (
        plan_item(NOTING, Due.OVERDUE, -2, Presence.WHOLE, 0.45, kind="document"),
        plan_item(ONLINE, Due.SOON, 6, Presence.NONE, 0.0, is_apar=True),
        plan_item(HEAT, Due.LATER, 24, Presence.WHOLE, 0.58),
        plan_item(PROGRAM, Due.LATER, 90, Presence.PART, 0.12),
        plan_item(FOREST, Due.NONE, 0, Presence.FETCHING, 0.0, kind="audio"),
        plan_item(ACCOUNTS, Due.LATER, 40, Presence.WHOLE, 1.0, is_waiting=True, kind="practice"),
    )
    old = plan_item(card("do_old", "Office procedure", "ISTM", 30), Due.NONE, 0, Presence.NONE, 1.0)
    last = (replace(old, certificate_id="k-old"),)
    return PlanView(
        person_label="Sunita",
        years=(PlanYear(2026, items), PlanYear(2025, last)),
        resume=ContinueCard(place(COOLING), HEAT.name, COOLING, 2, 4, 133_000, 237.0, 0.58, None),
        fetch=FetchAdvice(("do_online", "do_program"), 4, 212_000_000, 3_100_000_000, 1680.0),
        was_pulled=True,
    )


def row(
    resource: Resource, fraction: float, *, here: bool = True, waiting: bool = False, download: Download | None = None
) -> ResourceRow:
    progress = Progress(resource.id, fraction, NOW if fraction >= 1 else None, fraction >= 1, 133_000, waiting)
    return ResourceRow(place(resource), resource, progress, here, download)


def course() -> CourseView:
    units = (
        UnitRow("u1", "What heat does", 1, 1.0, (row(SIGNS, 1.0), row(STORY, 1.0, waiting=True))),
        UnitRow(
            "u2", "Cooling a person safely", 2, 0.29, (row(COOLING, 0.58, waiting=True), row(RADIO, 0.0, here=False))
        ),
        UnitRow(
            "u3",
            "The village prepares",
            3,
            0.0,
            (
                row(CHECKLIST, 0.0, here=False, download=downloads().downloads[1]),
                row(SCORM, 0.0, here=False),
                row(PRACTICE, 0.0),
            ),
        ),
    )
    missing = (
        Missing(MissingKind.WATCH, COOLING.name, 37, 155.0, place=place(COOLING)),
        Missing(MissingKind.WATCH, RADIO.name, 95, 90.0, place=place(RADIO)),
        Missing(MissingKind.READ, CHECKLIST.name, 100, 240.0, place=place(CHECKLIST)),
        Missing(MissingKind.ANSWER, PRACTICE.name, 100, 0.0, 8, place(PRACTICE)),
        Missing(MissingKind.SEND, count=2),
    )
    return CourseView(
        card=HEAT,
        base_id="do_heat",
        language="english",
        languages=BOTH,
        units=units,
        courses=(),
        fraction=0.43,
        is_done=False,
        has_tree=True,
        presence=Presence.PART,
        here_bytes=38_000_000,
        fetch_bytes=2_300_000,
        enrolment=Enrolment("do_heat", Batch("b1", "do_heat", ends_at=NOW + timedelta(days=37)), NOW),
        is_batch_ended=False,
        waiting=2,
        missing=missing,
        due=Due.SOON,
        due_at=NOW + timedelta(days=6),
        due_days=6,
        is_apar=True,
        resume=place(COOLING),
        poster=None,
    )


def ended_course() -> CourseView:
    batch = Batch("b1", "do_heat", ends_at=NOW - timedelta(days=55), status=BatchStatus.ENDED)
    return replace(course(), enrolment=Enrolment("do_heat", batch, NOW), is_batch_ended=True)


CERTIFICATE = CertificateView(Paper.HERE, "k-1", NOW - timedelta(days=3), "A8T4Q7")
DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="1123" height="794" viewBox="0 0 1123 794">
<rect width="1123" height="794" fill="#ffffff"/>
<rect x="24" y="24" width="1075" height="746" fill="none" stroke="#1b4f72" stroke-width="6"/>
<g text-anchor="middle" fill="#111111">
<text x="561" y="150" font-family="serif" font-size="46">Certificate of completion</text>
<text x="561" y="300" font-family="serif" font-size="44" font-weight="bold">सुनीता देवी</text>
<text x="561" y="460" font-family="serif" font-size="32">Heat-wave first response</text>
<text x="561" y="690" font-family="sans-serif" font-size="22">Access code A8T4Q7</text>
</g></svg>"""


def done_course(certificate: CertificateView = CERTIFICATE) -> CourseView:
    """A finished course, and how far its certificate has come."""
    whole = course()
    units = tuple(
        replace(unit, fraction=1.0, rows=tuple(row(each.resource, 1.0) for each in unit.rows)) for unit in whole.units
    )
    return replace(
        whole,
        units=units,
        fraction=1.0,
        is_done=True,
        missing=(),
        waiting=0,
        presence=Presence.WHOLE,
        fetch_bytes=0,
        certificate=certificate,
    )


def sheet() -> Sheet:
    return Sheet("k-1", HEAT.name, CERTIFICATE.issued_at, CERTIFICATE.access_code, DRAWN)


def usage() -> LedgerView:
    """What tells the platform how lessons are used."""
    told = Item("u1", TELEMETRY, Place("", "", ""), ("initialized",), ItemState.WAITING, NOW, {"count": 4}, 1)
    sent = replace(
        told, key="u2", state=ItemState.ACCEPTED, summary={"count": 12}, receipt=Receipt(True, NOW - timedelta(days=1))
    )
    return LedgerView((LedgerRow(told, "", ""), LedgerRow(sent, "", "")), ledger().counts, needs_sign_in=False, usage=2)


def downloads() -> DownloadsView:
    def file(number: int, name: str, state: DownloadState, done: int, total: int, error: str = "") -> Download:
        return Download(
            f"d{number}", "demo", "do_heat", f"c{number}", 1.0, "artifact", name, state, done, total, error_key=error
        )

    return DownloadsView(
        (
            file(1, "Passwords that hold", DownloadState.RUNNING, 9_300_000, 24_000_000),
            file(2, "The village checklist", DownloadState.RUNNING, 300_000, 900_000),
            file(3, "A message that lies", DownloadState.WAITING, 0, 14_000_000),
            file(4, "Lost phone", DownloadState.PAUSED, 4_000_000, 14_000_000),
            file(5, "The form, filled in", DownloadState.FAILED, 0, 900_000, "missing_on_server"),
        ),
        {"do_heat": HEAT.name},
        ((HEAT, 38_000_000), (NOTING, 51_000_000), (ACCOUNTS, 12_345_678)),
        101_345_678,
        3_100_000_000,
    )


def ledger() -> LedgerView:
    def item(
        number: int, state: ItemState, resource: Resource, facts: dict[str, object], receipt: Receipt | None = None
    ) -> LedgerRow:
        made = Item(f"i{number}", "igot", place(resource), ("progressed",), state, NOW, facts, 1, None, receipt)
        return LedgerRow(made, HEAT.name, resource.name)

    yes = Receipt(True, NOW - timedelta(days=3))
    no = Receipt(False, NOW - timedelta(days=3), RefusalReason.BATCH_ENDED)
    joined = Item("i9", "igot", Place("do_online", "", ""), ("enrolled",), ItemState.ACCEPTED, NOW, {}, 1, None, yes)
    rows = (
        item(1, ItemState.SENDING, SIGNS, {"fraction": 0.58, "mime_type": "video/mp4"}),
        item(2, ItemState.WAITING, COOLING, {"fraction": 0.58, "mime_type": "video/mp4"}),
        item(3, ItemState.WAITING, STORY, {"fraction": 1.0, "mime_type": "text/html", "completed": True}),
        item(4, ItemState.WAITING, PRACTICE, {"answered": 8, "correct": 7, "total": 8, "error": "server_busy"}),
        item(5, ItemState.REFUSED, CHECKLIST, {"completed": True}, no),
        item(6, ItemState.ACCEPTED, RADIO, {"fraction": 0.4, "mime_type": "application/pdf"}, yes),
        item(7, ItemState.ACCEPTED, SIGNS, {"completed": True}, yes),
        LedgerRow(joined, ONLINE.name, ""),
    )
    counts = {ItemState.WAITING: 3, ItemState.SENDING: 1, ItemState.ACCEPTED: 37, ItemState.REFUSED: 1}
    return LedgerView(rows, counts, needs_sign_in=False)


NARROW = Wanted(language="english", length=Length.HOUR)


def facets() -> Facets:
    return Facets(
        languages=(Facet("english", 6), Facet("hindi", 2)),
        providers=(Facet("NIRDPR", 2), Facet("CERT-In", 1)),
        areas=(),
        lengths=(Facet("quarter", 0), Facet("hour", 4), Facet("longer", 2)),
        here=3,
    )


def explored() -> ExploreView:
    def course(item: PlanItem, *, is_assigned: bool = False, is_wished: bool = False) -> FoundCourse:
        return FoundCourse(item, is_assigned, is_wished)

    return ExploreView(
        Wanted(),
        0,
        (
            course(plan_item(NOTING, Due.OVERDUE, -2, Presence.WHOLE, 0.45), is_assigned=True),
            course(plan_item(ONLINE, Due.SOON, 6, Presence.NONE, 0.0, is_apar=True), is_assigned=True),
            course(plan_item(HEAT, Due.NONE, 0, Presence.PART, 0.58), is_assigned=True),
            course(plan_item(ACCOUNTS, Due.NONE, 0, Presence.WHOLE, 1.0)),
            course(plan_item(FOREST, Due.NONE, 0, Presence.NONE, 0.0), is_wished=True),
            course(plan_item(PROGRAM, Due.NONE, 0, Presence.NONE, 0.0)),
        ),
        6,
        6,
    )


def leaving() -> LeavingView:
    year = plan().years[0]
    items = tuple(item for item in year.items if item.presence in (Presence.NONE, Presence.PART))
    return LeavingView(items, frozenset({"do_online"}), 3_100_000_000, was_pulled=True)


def people() -> tuple[PersonRow, ...]:
    return (
        PersonRow("p-sunita", "Sunita", "S", "KarmaDesk demo", 3, needs_sign_in=False),
        PersonRow("p-arif", "Arif", "A", "KarmaDesk demo", 0, needs_sign_in=False),
        PersonRow("p-meena", "Meena", "M", "KarmaDesk demo", 12, needs_sign_in=True),
        PersonRow("p-locked", "Ravi", "R", "KarmaDesk demo", -1, needs_sign_in=False),
        PersonRow("p-pin", "Kamla", "K", "KarmaDesk demo", 2, needs_sign_in=False, is_locked=True),
    )


def strips() -> tuple[StripView, ...]:
    return (
        StripView(Link.OFFLINE, to_send=3),
        StripView(Link.ONLINE),
        StripView(Link.ONLINE, to_send=3, is_sending=True, fetching=2, fetching_fraction=0.4),
        StripView(Link.METERED, to_send=3, needs_sign_in=True, failed=2),
        StripView(Link.CAPTIVE, refused=1),
        StripView(Link.UNTRUSTED, fetching=1, is_disk_full=True),
        StripView(Link.PROXY),
        StripView(),
        StripView(Link.ONLINE, to_send=3, sends_at=NOW + timedelta(minutes=18)),
        StripView(Link.METERED, to_send=3, asks_network=True),
    )


TROUBLE = Offline()
