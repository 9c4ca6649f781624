"""Small packages, people and a past for the hub's tests: nothing decodes, all of it is shaped like the real thing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

Json = dict[str, Any]

COLLECTION = "application/vnd.ekstep.content-collection"
COURSE, ENDED, GROWN, PROGRAM = "do_11", "do_12", "do_13", "do_19"
VIDEO, DOCUMENT, PRACTICE, EXAM = "do_1101", "do_1102", "do_1103", "do_1104"
ENDED_LEAF, GROWN_LEAVES = "do_1201", ("do_1301", "do_1302", "do_1303")
BATCH, ENDED_BATCH, GROWN_BATCH, PROGRAM_BATCH = "011", "0125", "013", "019"
VIDEO_BYTES = bytes(range(256)) * 400
ASHA = ("asha", "Asha-pass-1")
RAVI = ("ravi", "Ravi-pass-1")
MEENA = ("meena", "Meena-pass-1")
PEOPLE_HEADER = "username,password,first_name,last_name,email,designation,group,organisation,supervisor,language"
PEOPLE = f"""{PEOPLE_HEADER}
asha,Asha-pass-1,Asha,Devi,asha@example.in,Auxiliary Nurse,Group C,Health,meena,hindi
ravi,Ravi-pass-1,रवि,कुमार,ravi@example.in,Forest Guard,Group C,Forests,meena,hindi
meena,Meena-pass-1,Meena,Rao,meena@example.in,Supervisor,Group B,Health,,english
"""
COMPETENCY = {
    "competencyAreaIdentifier": "a1",
    "competencyAreaName": "Functional",
    "competencyThemeIdentifier": "t1",
    "competencyThemeName": "Public Health",
    "competencySubThemeIdentifier": "s1",
    "competencySubThemeName": "Maternal Care",
}


def node(identifier: str, mime_type: str, **more: Any) -> Json:
    """A published object's metadata."""
    return {
        "identifier": identifier,
        "name": f"Sample {identifier}",
        "mimeType": mime_type,
        "objectType": "Content",
        "primaryCategory": "Learning Resource",
        "contentType": "Resource",
        "status": "Live",
        "pkgVersion": 1.0,
        "compatibilityLevel": 4,
        "language": ["English"],
        "duration": "120",
        "visibility": "Default",
        "lastUpdatedOn": "2026-01-02T03:04:05.000+0000",
        **more,
    }


def question(identifier: str, right: set[int]) -> Json:
    """A QuML question with three options."""
    options = [{"answer": n in right, "value": {"body": f"<p>Option {n}</p>", "value": n}} for n in range(3)]
    return node(
        identifier,
        "application/vnd.sunbird.question",
        objectType="Question",
        primaryCategory="Multiple Choice Question",
        qType="MCQ-SCA" if len(right) == 1 else "MCQ-MCA",
        body="<p>Which?</p>",
        editorState={"question": "<p>Which?</p>", "options": options},
        responseDeclaration={"response1": {"correctResponse": {"value": sorted(right)}}},
        solutions=[{"id": "s", "type": "html", "value": "<p>Because.</p>"}],
    )


def write_package(file: Path, items: list[Json], tree: tuple[str, Json] | None, files: dict[str, bytes]) -> Path:
    """An ECAR of these objects and files."""
    manifest = {"id": "ekstep.content.archive", "ver": "1.2", "archive": {"count": len(items), "items": items}}
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        if tree is not None:
            archive.writestr("hierarchy.json", json.dumps({"id": "x", "ver": "1.0", tree[0]: tree[1]}))
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def leaf(folder: Path, identifier: str, mime_type: str, name: str, content: bytes, **more: Any) -> Json:
    """A resource's node, its package written."""
    inside = {"artifactUrl": f"{identifier}/{name}", "downloadUrl": f"{identifier}/{name}"}
    files = {f"{identifier}/{name}": content}
    if mime_type == "video/mp4":
        inside["transcripts"] = [{"identifier": "c", "artifactUrl": f"{identifier}/hi.vtt", "languageCode": "hi"}]  # type: ignore[assignment] # a list among addresses
        files[f"{identifier}/hi.vtt"] = "WEBVTT\n\n00:00.000 --> 00:01.000\nनमस्ते\n".encode()
    made = node(identifier, mime_type, **inside, **more)
    write_package(folder / f"{identifier}.ecar", [made], None, files)
    return made


def question_set(folder: Path, identifier: str, category: str, **more: Any) -> Json:
    """A set of two questions, its package written."""
    made = node(
        identifier, "application/vnd.sunbird.questionset", objectType="QuestionSet", primaryCategory=category, **more
    )
    asked = [question(f"{identifier}q1", {1}), question(f"{identifier}q2", {0, 2})]
    write_package(folder / f"{identifier}.ecar", [made, *asked], ("questionset", {**made, "children": asked}), {})
    return made


def collection(folder: Path, identifier: str, children: list[Json], category: str = "Course", **more: Any) -> Json:
    """A course or program's node, its spine written."""
    placed = [
        {**child, "parent": identifier, "index": n, "visibility": "Parent"} for n, child in enumerate(children, 1)
    ]
    made = node(
        identifier,
        COLLECTION,
        primaryCategory=category,
        contentType=category,
        posterImage=f"{identifier}/p.png",
        **more,
    )
    tree = {**made, "children": placed}
    flat = [{key: value for key, value in one.items() if key != "children"} for one in placed]
    files = {f"{identifier}/p.png": b"\x89PNG not really"}
    write_package(folder / f"{identifier}_SPINE.ecar", [made, *flat], ("content", tree), files)
    return tree


def write_samples(folder: Path) -> Path:
    """A seed folder: four courses in one program or alone, three people, and what they did before today."""
    packages = folder / "packages"
    video = leaf(packages, VIDEO, "video/mp4", "film.mp4", VIDEO_BYTES)
    document = leaf(packages, DOCUMENT, "application/pdf", "paper.pdf", b"%PDF-1.4 not really\n" * 50)
    practice = question_set(packages, PRACTICE, "Practice Question Set")
    exam = question_set(packages, EXAM, "Course Assessment", expectedDuration=600, maxAssessmentRetakeAttempts=1)
    unit = {**node("do_1110", COLLECTION, primaryCategory="Course Unit"), "children": [video, document, practice, exam]}
    spoken = {"english": {"id": COURSE, "isBaseLang": True, "status": "Live"}}
    course = collection(packages, COURSE, [unit], competencies_v6=[COMPETENCY], languageMapV1=spoken)
    ended_leaf = leaf(packages, ENDED_LEAF, "text/html", "page.html", b"<p>Hello</p>")
    ended = collection(packages, ENDED, [ended_leaf], language=["Hindi"])
    pages = [leaf(packages, one, "text/html", "page.html", b"<p>Hello</p>") for one in GROWN_LEAVES]
    grown = collection(packages, GROWN, pages)
    collection(packages, PROGRAM, [course, grown], category="Program")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "seed.json").write_text(json.dumps(_past()), encoding="utf-8")
    assert ended
    return folder


def _past() -> Json:
    ravi = {"user": "ravi", "days_ago": 20}
    done = {"status": 2, "percentage": 100, "details": {}}
    return {
        "batches": [
            {"course": ENDED, "batch": ENDED_BATCH, "name": "Over", "start_days": -60, "end_days": -10, "status": 2}
        ],
        "assignments": [
            {
                "course": COURSE,
                "to": {"designation": "Auxiliary Nurse"},
                "due_days": -2,
                "apar": True,
                "plan": "Nurses",
            },
            {"course": COURSE, "to": {"all": True}, "due_days": -5, "plan": "Everyone"},
            {"course": PROGRAM, "to": {"user": "asha"}, "due_days": 30, "plan": "Asha"},
        ],
        "enrolments": [
            {**ravi, "course": ENDED, "batch": ENDED_BATCH},
            {**ravi, "course": GROWN, "batch": GROWN_BATCH, "completed_days_ago": 5},
        ],
        "progress": [
            {"user": "ravi", "course": ENDED, "batch": ENDED_BATCH, "content": ENDED_LEAF, "days_ago": 15}
            | {"status": 1, "percentage": 50, "details": {"spentTime": 3}},
            {"user": "ravi", "course": GROWN, "content": GROWN_LEAVES[0], "days_ago": 6, **done},
            {"user": "ravi", "course": GROWN, "content": GROWN_LEAVES[1], "days_ago": 5, **done},
        ],
    }
