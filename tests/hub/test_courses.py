"""What the hub offers to learn, and how its files are fetched (contract, section 3)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from tests.hub.samples import (
    BATCH,
    COMPETENCY,
    COURSE,
    DOCUMENT,
    ENDED,
    EXAM,
    GROWN,
    GROWN_LEAVES,
    PRACTICE,
    PROGRAM,
    VIDEO,
    VIDEO_BYTES,
)
from tests.hub.server import Hub
from tests.hub.wire import Json, Learner, Reply, call


def _read(hub: Hub, identifier: str, version: int = 1, query: str = "") -> Json:
    found: Json = call("GET", f"{hub.url}/api/content/v{version}/read/{identifier}{query}").result["content"]
    return found


def _tree(hub: Hub, identifier: str, query: str = "") -> Json:
    found: Json = call("GET", f"{hub.url}/api/course/v1/hierarchy/{identifier}{query}").result["content"]
    return found


def _fetch(address: str, **headers: str) -> Reply:
    return call("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("version", [1, 2])
def test_a_course_is_read_without_any_key(hub: Hub, version: int) -> None:
    course = _read(hub, COURSE, version)

    assert course["identifier"] == COURSE
    assert course["leafNodes"] == [VIDEO, DOCUMENT, PRACTICE, EXAM]
    assert course["leafNodesCount"] == 4
    assert course["downloadUrl"].startswith(f"{hub.url}/content-store/ecar/")
    assert course["variants"]["spine"] == {"ecarUrl": course["downloadUrl"], "size": str(int(course["size"]))}
    assert course["competencies_v6"] == [COMPETENCY]
    assert course["batches"][0]["batchId"] == BATCH


def test_only_the_fields_asked_for_come(hub: Hub) -> None:
    assert set(_read(hub, COURSE, query="?fields=name,size")) == {"identifier", "name", "size"}


@pytest.mark.parametrize("path", ["content/v1/read", "content/v2/read", "course/v1/hierarchy"])
def test_a_course_that_is_not_there_is_told_in_the_contracts_way(hub: Hub, path: str) -> None:
    reply = call("GET", f"{hub.url}/api/{path}/do_nowhere")

    assert (reply.status, reply.json["responseCode"], reply.err) == (404, "RESOURCE_NOT_FOUND", "ERR_CONTENT_NOT_FOUND")


def test_a_single_resource_has_no_hierarchy(hub: Hub) -> None:
    assert call("GET", f"{hub.url}/api/course/v1/hierarchy/{VIDEO}").status == 404


def test_the_hierarchy_nests_units_and_resources_with_their_own_packages(hub: Hub) -> None:
    course = _tree(hub, COURSE)
    (unit,) = course["children"]
    video = unit["children"][0]

    assert [leaf["identifier"] for leaf in unit["children"]] == [VIDEO, DOCUMENT, PRACTICE, EXAM]
    assert (unit["parent"], unit["index"], unit["visibility"]) == (COURSE, 1, "Parent")
    assert video["variants"]["full"]["ecarUrl"] == video["downloadUrl"]
    assert _fetch(video["artifactUrl"]).body == VIDEO_BYTES
    assert _fetch(video["transcripts"][0]["artifactUrl"]).body.startswith(b"WEBVTT")
    assert _fetch(course["posterImage"]).headers["Content-Type"] == "image/png"
    assert course["batches"][0]["batchId"] == BATCH


def test_a_minimal_hierarchy_names_and_counts(hub: Hub) -> None:
    course = _tree(hub, COURSE, "?mode=minimal")

    assert course["leafNodesCount"] == 4
    assert "downloadUrl" not in course["children"][0]["children"][0]


def test_a_program_is_a_tree_above_courses(hub: Hub) -> None:
    program = _tree(hub, PROGRAM)

    assert program["primaryCategory"] == "Program"
    assert [course["identifier"] for course in program["children"]] == [COURSE, GROWN]
    assert program["leafNodesCount"] == 4 + 3
    assert program["children"][1]["leafNodes"] == list(GROWN_LEAVES)


def test_a_packages_size_is_what_comes(hub: Hub) -> None:
    for identifier in (COURSE, VIDEO, PRACTICE):
        found = _read(hub, identifier)
        reply = _fetch(found["downloadUrl"])
        assert len(reply.body) == found["size"] == int(reply.headers["Content-Length"])
        with zipfile.ZipFile(io.BytesIO(reply.body)) as archive:
            root = json.loads(archive.read("manifest.json"))["archive"]["items"][0]
            assert root["identifier"] == identifier


def test_a_collection_tells_how_much_its_resources_weigh(hub: Hub) -> None:
    leaves = [_read(hub, leaf)["size"] for leaf in (VIDEO, DOCUMENT, PRACTICE, EXAM)]

    assert _read(hub, COURSE)["totalCompressedSize"] == sum(leaves)


def test_a_download_goes_on_where_it_stopped(hub: Hub) -> None:
    address = _read(hub, VIDEO)["artifactUrl"]
    whole = _fetch(address)

    rest = _fetch(address, Range="bytes=100000-", If_Range=whole.headers["ETag"])

    assert whole.headers["ETag"] == f'"{hashlib.sha256(VIDEO_BYTES).hexdigest()}"'
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert rest.status == 206
    assert rest.body == VIDEO_BYTES[100_000:]
    assert rest.headers["Content-Range"] == f"bytes 100000-{len(VIDEO_BYTES) - 1}/{len(VIDEO_BYTES)}"
    assert rest.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "asked, status, length",
    [
        ({"Range": "bytes=0-9"}, 206, 10),
        ({"Range": "bytes=-5"}, 206, 5),
        ({"Range": "bytes=0-999999999"}, 206, len(VIDEO_BYTES)),
        ({"Range": "bytes=5-", "If_Range": '"of another version"'}, 200, len(VIDEO_BYTES)),
        ({"Range": "bytes=999999999-"}, 416, 0),
    ],
)
def test_ranges(hub: Hub, asked: Mapping[str, str], status: int, length: int) -> None:
    reply = _fetch(_read(hub, VIDEO)["artifactUrl"], **asked)

    assert (reply.status, len(reply.body)) == (status, length)


def test_a_range_beyond_the_end_says_how_long_the_file_is(hub: Hub) -> None:
    reply = _fetch(_read(hub, VIDEO)["artifactUrl"], Range="bytes=999999999-")

    assert reply.headers["Content-Range"] == f"bytes */{len(VIDEO_BYTES)}"


def test_the_date_serves_for_if_range_too(hub: Hub) -> None:
    address = _read(hub, VIDEO)["artifactUrl"]
    modified = _fetch(address).headers["Last-Modified"]

    assert _fetch(address, Range="bytes=5-", If_Range=modified).status == 206


def test_head_tells_length_and_tag_without_the_bytes(hub: Hub) -> None:
    reply = call("HEAD", _read(hub, VIDEO)["artifactUrl"])

    assert reply.headers["Content-Length"] == str(len(VIDEO_BYTES))
    assert reply.headers["ETag"]
    assert reply.body == b""


def test_what_is_known_already_is_not_sent_again(hub: Hub) -> None:
    address = _read(hub, VIDEO)["artifactUrl"]

    assert _fetch(address, If_None_Match=_fetch(address).headers["ETag"]).status == 304


@pytest.mark.parametrize(
    "path", ["content/do_1101/9.0/none.mp4", "../hub.db", "%2e%2e/hub.db", "ecar/../../owner.key", "", "content/%00"]
)
def test_no_address_leads_out_of_the_store(hub: Hub, path: str) -> None:
    assert call("GET", f"{hub.url}/content-store/{path}").status == 404


def test_a_file_that_was_lost_is_not_found_and_a_changed_one_has_another_tag(hub: Hub) -> None:
    address = _read(hub, ENDED)["posterImage"]
    file = hub.data_dir / address.removeprefix(f"{hub.url}/")
    before = _fetch(address).headers["ETag"]

    file.write_bytes(b"changed")
    assert _fetch(address).headers["ETag"] != before
    file.unlink()
    assert _fetch(address).status == 404


def _search(learner: Learner, **asked: object) -> Json:
    found: Json = learner.ask("/api/composite/v1/search", **asked).result
    return found


def _names(found: Json) -> set[str]:
    return {one["identifier"] for one in found["content"]}


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({"filters": {"primaryCategory": ["Course"]}}, {COURSE, ENDED, GROWN}),
        ({"filters": {"primaryCategory": "program"}}, {PROGRAM}),
        ({"filters": {"identifier": [VIDEO, "do_nowhere"]}}, {VIDEO}),
        ({"filters": {"competencies_v6.competencySubThemeName": ["Maternal Care"]}}, {COURSE}),
        ({"filters": {"language": ["Hindi"]}}, {ENDED}),
        ({"filters": {"primaryCategory": ["Course"], "pkgVersion": {">=": 1, "<": 2}}}, {COURSE, ENDED, GROWN}),
        ({"filters": {"primaryCategory": ["Course"], "pkgVersion": {">": 1}}}, set()),
        ({"filters": {"pkgVersion": {">": "text"}}}, set()),
        ({"filters": {"status": ["Draft"]}}, set()),
        ({"filters": {}, "query": f"sample {COURSE}", "limit": 1, "sort_by": {"identifier": "asc"}}, {COURSE}),
        ({"filters": {}, "query": "nothing like it"}, set()),
    ],
)
def test_search(ravi: Learner, asked: Json, expected: set[str]) -> None:
    assert _names(_search(ravi, **asked)) == expected


def test_a_search_page_is_cut_from_the_sorted_whole(ravi: Learner) -> None:
    asked = {"filters": {"primaryCategory": ["Course"]}, "fields": ["name"], "sort_by": {"name": "desc"}}

    page = _search(ravi, **asked, limit=2, offset=1)

    assert page["count"] == 3
    assert page["content"] == [
        {"identifier": ENDED, "name": f"Sample {ENDED}"},
        {"identifier": COURSE, "name": f"Sample {COURSE}"},
    ]


def test_facets_count_all_matches_in_small_letters(ravi: Learner) -> None:
    facets = ["language", "competencies_v6.competencyAreaName"]
    found = _search(ravi, filters={"primaryCategory": ["Course"]}, facets=facets, limit=0)

    assert found["content"] == []
    assert found["facets"] == [
        {"name": "language", "values": [{"name": "english", "count": 2}, {"name": "hindi", "count": 1}]},
        {"name": "competencies_v6.competencyAreaName", "values": [{"name": "functional", "count": 1}]},
    ]


@pytest.mark.parametrize(
    "asked",
    [{"filters": []}, {"filters": {}, "limit": "ten"}, {"filters": {}, "offset": -1}, {"fields": "name"}, {"query": 5}],
)
def test_a_search_of_the_wrong_shape_is_refused(ravi: Learner, asked: Json) -> None:
    reply = ravi.ask("/api/composite/v1/search", **asked)

    assert (reply.status, reply.err, reply.json["responseCode"]) == (400, "DATA_TYPE_ERROR", "CLIENT_ERROR")
