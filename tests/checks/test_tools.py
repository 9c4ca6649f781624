"""The tools beside dev.py: the coverage ratchet, the translations' check, the slices of the matrices."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import matrix
from tests.checks.tree import ROOT
from tools import ratchet, translations

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN"><context><name>Plan</name>
<message><source>Nobody says this</source><translation>कोई नहीं कहता</translation></message>
</context></TS>
"""


def file(covered: float, statements: int = 3) -> dict[str, dict[str, float]]:
    """One file of a coverage report."""
    return {"summary": {"percent_covered": covered, "num_statements": statements}}


def test_the_ratchet_counts_whole_files_only() -> None:
    report = {"files": {"a.py": file(100), "b.py": file(99.9), "empty.py": file(100, statements=0)}}
    assert ratchet.perfect(report) == {"a.py"}


def test_the_ratchet_turns_one_way() -> None:
    wanted = ratchet.listed("# remark\na.py\nb.py  # why\n\n")
    assert wanted == {"a.py", "b.py"}
    assert ratchet.complaints(wanted, {"a.py", "b.py"}) == []
    assert "no longer" in ratchet.complaints(wanted, {"a.py"})[0]
    assert "list it" in ratchet.complaints(wanted, {"a.py", "b.py", "c.py"})[0]


def test_every_listed_file_exists() -> None:
    assert [name for name in ratchet.listed(ratchet.LIST.read_text("utf-8")) if not (ROOT / name).is_file()] == []


def test_a_stale_translation_is_told(tmp_path: Path) -> None:
    path = tmp_path / "karmadesk_hi.ts"
    path.write_text(TS, "utf-8")
    told = translations.complaints(path)
    assert any("no longer in the source" in line and "Nobody says this" in line for line in told)
    assert any("missing" in line for line in told)


def test_an_unfinished_translation_is_told(tmp_path: Path) -> None:
    path = tmp_path / "karmadesk_hi.ts"
    path.write_text(TS.replace("<translation>", '<translation type="unfinished">'), "utf-8")
    assert any(line.startswith("karmadesk_hi.ts: unfinished") for line in translations.complaints(path))


def test_no_translation_at_all_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.check([]) == 1
    assert "no .ts file" in capsys.readouterr().out


def test_a_translation_compiles(tmp_path: Path) -> None:
    path = tmp_path / "karmadesk_hi.ts"
    path.write_text(TS, "utf-8")
    assert translations.main(["compile", str(path)]) == 0
    assert path.with_suffix(".qm").stat().st_size > 0


@given(st.integers(1, 200), st.integers(1, 50))
def test_a_slice_is_spread_over_the_whole_matrix(size: int, count: int) -> None:
    every = list(range(size))
    chosen = matrix.rows(every, count)
    assert chosen[0] == 0
    assert chosen == sorted(set(chosen))
    assert len(chosen) == (size if matrix.ALL else min(size, count))
