"""Reads QuML practice sets: single and multiple choice; questions of other kinds are left out, with a line logged."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence

from karmadesk.errors import DamagedPackage
from karmadesk.model import Choice, Json, Question, QuestionSet
from karmadesk.nodes import Node, identifier_of, mappings_of, mime_type_of, number_of, text_of

log = logging.getLogger(__name__)

QUESTION = "application/vnd.sunbird.question"
CHOICE_TYPES = {"mcq-sca", "mcq-mca", "mcq"}
RESPONSE = "response1"
_DEEPEST_SECTION = 8


def question_set(root: Node) -> QuestionSet:
    """The practice set below this node, sections in their order. Raises DamagedPackage when nothing can be asked."""
    identifier = identifier_of(root)
    if not identifier:
        raise DamagedPackage("the practice set has no identifier")
    questions: dict[str, Question] = {}
    for node in _question_nodes(root, 0):
        question = _question(node)
        if question is None:
            log.info("question %s of %s is of a kind that is not shown", identifier_of(node), identifier)
        else:
            questions.setdefault(question.id, question)
    if not questions:
        raise DamagedPackage(f"practice set {identifier} holds no choice questions")
    return QuestionSet(identifier, text_of(root.get("name")) or identifier, tuple(questions.values()))


def _question_nodes(node: Node, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST_SECTION:
        return
    children = mappings_of(node.get("children")) or mappings_of(node.get("questions"))
    for child in sorted(children, key=lambda child: number_of(child.get("index")) or 0.0):
        if mime_type_of(child) == QUESTION or "responseDeclaration" in child or "qType" in child:
            yield child
        else:
            yield from _question_nodes(child, depth + 1)


def _question(node: Node) -> Question | None:
    """The question; None when it isn't a choice, has nothing to choose from, or no known right answer."""
    kind = text_of(node.get("qType")).lower()
    if kind and kind not in CHOICE_TYPES:
        return None
    body = _html(node.get("body")) or _html(_below(node, "editorState", "question"))
    choices = _choices(node)
    correct = _correct(node) & {choice.value for choice in choices}
    identifier = identifier_of(node)
    if not identifier or not body or len(choices) < 2 or not correct:
        return None
    cardinality = text_of(_below(node, "responseDeclaration", RESPONSE, "cardinality")).lower()
    is_multiple = kind == "mcq-mca" or cardinality == "multiple" or len(correct) > 1
    return Question(identifier, body, choices, frozenset(correct), is_multiple, _explanation(node))


def _choices(node: Node) -> tuple[Choice, ...]:
    """What can be chosen, each value once."""
    offered = mappings_of(_below(node, "interactions", RESPONSE, "options"))
    found = [(_value(option.get("value")), _html(option.get("label"))) for option in offered]
    if not found:
        found = [(_option_value(option), _html(_below(option, "value", "body"))) for option in _editor_options(node)]
    return tuple(Choice(value, label) for value, label in dict(found).items() if value and label)


def _correct(node: Node) -> set[str]:
    """The values of the right answers, however they were written: a number, a word, a list, or JSON of one."""
    value = _below(node, "responseDeclaration", RESPONSE, "correctResponse", "value")
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    values = {_value(entry) for entry in (value if isinstance(value, list) else [value])} - {""}
    return values or {_option_value(option) for option in _editor_options(node) if option.get("answer") is True}


def _editor_options(node: Node) -> Sequence[Node]:
    return mappings_of(_below(node, "editorState", "options")) or mappings_of(_below(node, "choices", "options"))


def _option_value(option: Node) -> str:
    return _value(_below(option, "value", "value"))


def _explanation(node: Node) -> str:
    """The solution, else the feedback."""
    solutions = node.get("solutions")
    if isinstance(solutions, Mapping):
        written = [_html(value) for value in solutions.values()]
    else:
        written = [_html(solution.get("value")) for solution in mappings_of(solutions)]
    feedback = node.get("feedback")
    if isinstance(feedback, Mapping):
        written += [_html(feedback.get(key)) for key in ("correct", "incorrect", *feedback)]
    return next((text for text in written if text), "")


def _below(node: Json, *keys: str) -> Json:
    for key in keys:
        if not isinstance(node, Mapping):
            return None
        node = node.get(key)
    return node


def _html(value: Json) -> str:
    """A text, or the first one of a text in several languages."""
    if isinstance(value, Mapping):
        return next((text for text in map(text_of, value.values()) if text), "")
    return text_of(value)


def _value(value: Json) -> str:
    """An answer's value as a word: 0, 0.0 and "0" are the same."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        number = number_of(value)
        return "" if number is None else f"{number:g}"
    return text_of(value)
