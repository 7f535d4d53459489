"""Files of particular tools, where the shared test material is there: the format's name and every count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.records import ReadOptions, Record, Refusal
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.forensicdesk.lists.test_shared_lists import MEMBERS, REFUSED, SAMPLES, SHARED, shared

if TYPE_CHECKING:
    from forensicdesk.lists.library import Library

FILES = [
    ("hashlists/RDS_synthetic_modern_minimal.db", "nsrl-rds3-minimal", 25, 0),
    ("samples/nsrl/RDS_2099.01.1_synthetic_minimal.db", "nsrl-rds3-minimal", 1, 1),
    ("hashlists/NSRLFile.txt", "nsrl-rds2", 25, 0),
    ("samples/nsrl/NSRLFile.txt", "nsrl-rds2", 2, 0),
    ("samples/lists/tsk.kdb", "tsk-kdb", 1, 0),
    ("samples/lists/encase.hash", "encase-hash", 2, 0),
    ("samples/lists/hashkeeper.hsh", "hashkeeper", 1, 0),
    ("samples/lists/ilook_v3.hsh", "ilook-v3", 1, 0),
    ("samples/lists/ilook_v4_hashdeep_publicdomain.hsh", "ilook-v4", 5, 1),
    ("samples/lists/hashdeep.txt", "hashdeep", 5, 0),
    ("hashlists/hashdeep.txt", "hashdeep", 25, 0),
    ("samples/lists/xways_sha1.txt", "plain-text", 4, 0),
    ("samples/lists/bare_md5_header.txt", "plain-text", 4, 0),
    ("samples/lists/md5sum.txt", "gnu-sum", 6, 0),
    ("samples/lists/sha1sum.txt", "gnu-sum", 6, 0),
    ("samples/lists/bsd_md5.txt", "bsd-digest", 5, 0),
    ("samples/lists/bsd_sha1.txt", "bsd-digest", 5, 0),
    ("samples/threatexchange_bsd/doorknob-hd-no-bar.tmk", "tmk", 1, 0),
    ("samples/threatexchange_bsd/pdq_needles.txt", "plain-text", 100, 0),
    ("samples/threatexchange_bsd/pdq_haystack_head200.txt", "plain-text", 200, 0),
]
FOLDERS = (
    "hashlists",
    *(
        f"samples/{name}"
        for name in ("exchange", "icse", "iped", "lists", "nist_caid", "nsrl", "photodna", "threatexchange_bsd", "vics")
    ),
)
ELSEWHERE = {
    "samples/icse/icse_synthetic.csv",
    "samples/iped/iped_generic.csv",
    "samples/iped/led_synthetic.csv",
}
"""Counted in test_tables_of_agencies.py."""

NO_LISTS = {
    "samples/exchange/pdq_expected_pdqhash.json",
    "samples/nsrl/NSRLProd.txt",
    "samples/photodna/synthetic_pair.json",
    "samples/threatexchange_bsd/LICENSE",
    "samples/threatexchange_bsd/bridge-2-rotate-90.jpg",
    "samples/threatexchange_bsd/bridge-5-flipx.jpg",
    "samples/vics/vics20_case/Media/8E31E5E749CD7C67E9BE348621CA27BF.jpg",
    "samples/vics/vics20_case/Media/D754B6B58D95710EA8B069B88F78222F.jpg",
}
DELTA = "samples/nsrl/RDS_2099.03.1_synthetic_minimal_delta.sql"


@pytest.mark.parametrize(("name", "format_name", "entries", "refused"), FILES)
def test_a_file_has_its_format_and_its_entries(name: str, format_name: str, entries: int, refused: int) -> None:
    content, sample, found = look_into(shared(name))
    parsed = list(found.parsed(content, sample, ReadOptions("title")))
    assert found.name == format_name
    assert sum(isinstance(one, Record) for one in parsed) == entries
    assert sum(isinstance(one, Refusal) for one in parsed) == refused


def test_the_delta_is_applied_to_its_base(library: Library) -> None:
    base = library.import_file(shared("samples/nsrl/RDS_2099.01.1_synthetic_minimal.db"), role=Role.IGNORABLE, now=NOW)
    with pytest.raises(ListError, match="with --base"):
        library.import_file(shared(DELTA), role=Role.IGNORABLE, now=NOW)
    used = library.import_file(shared(DELTA), role=Role.IGNORABLE, name="new", now=NOW, base=base.id)
    assert dict(used.entries)["sha256"] == 2
    assert [position for position, _ in used.refusals] == [3, 0]
    assert "does not say which release it changes" in used.refusals[1][1]
    assert used.refused == 1


def test_every_sample_of_a_list_is_counted_somewhere() -> None:
    if SHARED is None:
        pytest.skip("the shared test material is not here")
    there = {
        path.relative_to(SHARED).as_posix()
        for folder in FOLDERS
        for path in (SHARED / folder).rglob("*")
        if path.is_file()
    }
    counted = {f"hashlists/{name}" for name, _ in MEMBERS} | {name for name, *_ in (*SAMPLES, *FILES)}
    assert there - counted - set(REFUSED) - ELSEWHERE - NO_LISTS - {DELTA} == set()


@pytest.mark.parametrize("name", sorted(NO_LISTS))
def test_what_is_no_list_is_refused_with_a_sentence(library: Library, name: str) -> None:
    with pytest.raises(ListError, match=re.escape(name.rpartition("/")[2])):
        library.import_file(shared(name), role=Role.NOTABLE, now=NOW)
    assert library.lists() == ()
