"""Where written practice questions become QuML 1.0: single and multiple choice, with an explanation for each."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

QUESTION = "application/vnd.sunbird.question"


class PackingError(ValueError):
    """A source folder cannot be packed; the message names the file and what is wrong with it."""


def set_keys(questions: tuple[Json, ...]) -> Json:
    """What a practice set's node says beyond any other resource's."""
    return {
        "objectType": "QuestionSet",
        "primaryCategory": "Practice Question Set",
        "contentType": "PracticeQuestionSet",
        "qumlVersion": 1.0,
        "navigationMode": "non-linear",
        "shuffle": False,
        "requiresSubmit": "No",
        "showFeedback": "Yes",
        "showSolutions": "Yes",
        "maxQuestions": len(questions),
        "maxScore": len(questions),
        "totalQuestions": len(questions),
        "childNodes": [question["identifier"] for question in questions],
        "downloadUrl": None,
    }


def question_nodes(set_identifier: str, asked: list[Json]) -> list[Json]:
    """QuML nodes for questions written as `ask`, `options`, `right` (a number; a list of them if several) and `why`."""
    return [_node(set_identifier, place, ask) for place, ask in enumerate(asked, 1)]


def _node(set_identifier: str, place: int, ask: Json) -> Json:
    missing = [key for key in ("ask", "options", "right", "why") if key not in ask]
    if missing:
        raise PackingError(f"{set_identifier}, question {place}: missing {', '.join(missing)}")
    right: int | list[int] = ask["right"]
    answers = right if isinstance(right, list) else [right]
    if not answers or not set(answers) < set(range(len(ask["options"]))):
        raise PackingError(f"{set_identifier}, question {place}: `right` must number some, not all, of the options")
    identifier = f"{set_identifier}{place:02d}"
    body, why = f"<p>{ask['ask']}</p>", f"<p>{ask['why']}</p>"
    labels = [f"<p>{option}</p>" for option in ask["options"]]
    return {
        "identifier": identifier,
        "parent": set_identifier,
        "index": place,
        "visibility": "Parent",
        "objectType": "Question",
        "name": f"Question {place}",
        "mimeType": QUESTION,
        "primaryCategory": "Multiple Choice Question",
        "qType": "MCQ-MCA" if isinstance(right, list) else "MCQ-SCA",
        "interactionTypes": ["choice"],
        "qumlVersion": 1.0,
        "body": body,
        "interactions": {
            "validation": {"required": "Yes"},
            "response1": {
                "type": "choice",
                "options": [{"label": label, "value": value} for value, label in enumerate(labels)],
            },
        },
        "responseDeclaration": {
            "response1": {
                "cardinality": "multiple" if isinstance(right, list) else "single",
                "type": "integer",
                "correctResponse": {"value": right, "outcomes": {"SCORE": 1}},
                "mapping": [],
            }
        },
        "editorState": {
            "question": body,
            "options": [
                {"answer": value in answers, "value": {"body": label, "value": value}}
                for value, label in enumerate(labels)
            ],
        },
        "feedback": {"correct": why, "incorrect": why},
        "solutions": [{"id": f"{identifier}s", "type": "html", "value": why}],
        "maxScore": 1,
    }
