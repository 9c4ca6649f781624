"""Question sets: what a learner is shown of them, and what their answers are worth (contract, section 4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from karmadesk.hub.archive import Json
from karmadesk.hub.catalogue import Entry

PRACTICE = "Practice Question Set"
_SECRETS = ("responseDeclaration", "answer", "solutions", "feedback", "outcomeDeclaration")


@dataclass(frozen=True)
class Mark:
    """What one question's answer came to."""

    question: str
    is_blank: bool
    is_right: bool


def shown(entry: Entry) -> Json:
    """A set as a player reads it: its sections with the ids of their questions, but no question."""
    return {**entry.document, "children": list(_sections(entry))}


def stripped(question: Json) -> Json:
    """A question without what would give its answer away."""
    kept = {key: value for key, value in question.items() if key not in _SECRETS}
    editor = kept.get("editorState")
    if isinstance(editor, dict):
        options = [{key: value for key, value in one.items() if key != "answer"} for one in _options(question)]
        kept["editorState"] = {
            **{key: value for key, value in editor.items() if key != "solutions"},
            "options": options,
        }
    return kept


def by_id(entry: Entry) -> dict[str, Json]:
    """A set's questions."""
    return {question["identifier"]: question for question in _leaves(entry.questions or [])}


def marked(entry: Entry, sections: object) -> list[Mark] | None:
    """A mark for every question of the set; None if the answers name a question that is not in it."""
    known = by_id(entry)
    answered: dict[str, Json] = {}
    for section in sections if isinstance(sections, list) else []:
        inner = section.get("children") if isinstance(section, dict) else None
        for one in inner if isinstance(inner, list) else []:
            if not isinstance(one, dict) or one.get("identifier") not in known:
                return None
            answered[one["identifier"]] = one
    return [_mark(name, question, answered.get(name, {})) for name, question in known.items()]


def result(entry: Entry, marks: list[Mark], retakes: Json, sections: object) -> Json:
    """The marks in the contract's words."""
    right = sum(mark.is_right for mark in marks)
    blank = sum(mark.is_blank for mark in marks)
    percentage = round(100 * right / len(marks), 2) if marks else 0.0
    needed = entry.document.get("minimumPassPercentage", 0)
    return {
        "identifier": entry.id,
        "primaryCategory": entry.category,
        "overallResult": percentage,
        "total": len(marks),
        "blank": blank,
        "correct": right,
        "incorrect": len(marks) - right - blank,
        "passPercentage": needed,
        "pass": percentage >= needed,
        "totalPercentage": 100,
        "children": [_section_result(one, marks) for one in sections if isinstance(one, dict)]
        if isinstance(sections, list)
        else [],
        **retakes,
    }


def _section_result(section: Json, marks: list[Mark]) -> Json:
    inner = section.get("children")
    names = {one.get("identifier") for one in inner if isinstance(one, dict)} if isinstance(inner, list) else set()
    here = [mark for mark in marks if mark.question in names]
    right, blank = sum(mark.is_right for mark in here), sum(mark.is_blank for mark in here)
    return {
        "identifier": section.get("identifier"),
        "total": len(here),
        "blank": blank,
        "correct": right,
        "incorrect": len(here) - right - blank,
        "children": [
            {"identifier": mark.question, "result": "blank" if mark.is_blank else _word(is_right=mark.is_right)}
            for mark in here
        ],
    }


def _word(*, is_right: bool) -> str:
    return "correct" if is_right else "incorrect"


def _sections(entry: Entry) -> Iterator[Json]:
    loose: list[str] = []
    for child in entry.questions or []:
        if child.get("objectType") == "QuestionSet":
            names = [one["identifier"] for one in _leaves(child.get("children") or [])]
            bare = {key: value for key, value in child.items() if key != "children"}
            yield {**bare, "childNodes": names, "maxQuestions": child.get("maxQuestions", len(names))}
        else:
            loose.append(child["identifier"])
    if loose:
        yield {
            "identifier": f"{entry.id}_section",
            "parent": entry.id,
            "objectType": "QuestionSet",
            "mimeType": entry.document["mimeType"],
            "primaryCategory": entry.category,
            "name": entry.document.get("name"),
            "childNodes": loose,
            "maxQuestions": len(loose),
            "minimumPassPercentage": entry.document.get("minimumPassPercentage", 0),
            "scoreCutoffType": "AssessmentLevel",
            "sectionLevelDefinition": {},
        }


def _leaves(nodes: Iterable[Json]) -> Iterator[Json]:
    for node in nodes:
        if node.get("objectType") == "QuestionSet":
            yield from _leaves(node.get("children") or [])
        else:
            yield node


def _options(holder: Json) -> list[Json]:
    editor = holder.get("editorState")
    options = editor.get("options") if isinstance(editor, dict) else None
    return [one for one in options if isinstance(one, dict)] if isinstance(options, list) else []


def _mark(name: str, question: Json, answer: Json) -> Mark:
    right = {_value(place, one) for place, one in enumerate(_options(question)) if one.get("answer") is True}
    given = {str(one.get("index")) for one in _options(answer) if one.get("selectedAnswer") is True}
    return Mark(name, is_blank=not given, is_right=bool(given) and given == right)


def _value(place: int, option: Json) -> str:
    inner = option.get("value")
    return str(inner.get("value", place)) if isinstance(inner, dict) else str(place)
