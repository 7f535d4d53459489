"""Lists made by other programs, where the shared test material is there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import ListError
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.library import Library

SHARED = shared_data()
MEMBERS = [
    ("NSRLFile.txt", ("md5", "sha1")),
    ("RDS_synthetic_modern_minimal.db", ("md5", "sha1", "sha256")),
    ("hashdeep.txt", ("md5", "sha1", "sha256")),
    ("md5sum.txt", ("md5",)),
    ("sha1_plain_upper_crlf.txt", ("sha1",)),
    ("sha256_with_comment.csv", ("sha256",)),
    ("synthetic_vics_1.3_cases.json", ("md5", "sha1")),
    ("synthetic_vics_1.3_media.json", ("md5", "sha1")),
    ("synthetic_vics_2.0_like.json", ("md5", "sha1")),
    ("expected_members.csv", ("md5", "sha1", "sha256")),
]
SAMPLES = [
    ("samples/lists/bare_md5_header.txt", None, {"md5": 4}),
    ("samples/lists/bsd_sha256.txt", None, {"sha256": 4}),
    ("samples/lists/encase.hash", None, {"md5": 2}),
    ("samples/lists/tsk.kdb", None, {"md5": 1}),
    ("samples/nsrl/RDS_2099.01.1_synthetic_minimal.db", None, {"md5": 1, "sha1": 1, "sha256": 1}),
    ("samples/lists/generic_utf16.csv", None, {"md5": 1, "sha256": 1}),
    ("samples/lists/ilook_v4_hashdeep_publicdomain.hsh", None, {"md5": 5, "sha1": 5}),
    ("samples/lists/sha256sum.txt", None, {"sha256": 4}),
    ("samples/lists/xways_sha1.txt", None, {"sha1": 4}),
    ("samples/vics/vics12_case.json", None, {"md5": 1, "sha1": 1}),
    ("samples/vics/vics13_hashset.json", None, {"md5": 1, "sha1": 1}),
    ("samples/vics/vics20_hashset_Default_bom.json", None, {"md5": 1, "sha1": 1, "photodna": 1}),
    ("samples/vics/vics20_hashset_US.json", None, {"md5": 3, "sha1": 3, "sha256": 1, "photodna": 1}),
    ("samples/vics/vics20_case/Case.json", None, {"md5": 2, "sha1": 2, "sha256": 1, "photodna": 1}),
    ("samples/nist_caid/NSRL-CAID-JSON_synthetic.json", None, {"md5": 1, "sha1": 1}),
    ("hashlists/nsrl_caid_1.2_record.json", None, {"md5": 1, "sha1": 1}),
    ("samples/exchange/ncmec_queryresult.xml", None, {"md5": 2, "sha1": 1, "photodna": 1}),
    ("samples/exchange/stix21_bundle.json", None, {"md5": 1, "sha1": 1, "sha256": 2}),
    ("samples/exchange/imagehash.json", None, {"phash": 1, "dhash": 1, "ahash": 1, "whash": 1, "colorhash": 1}),
    ("samples/exchange/stopncii.json", None, {"pdq": 1}),
    ("samples/exchange/pdq_list.csv", None, {"pdq": 2, "pdq_below_quality_50": 1}),
    ("samples/exchange/threatexchange_filefeed.txt", None, {"pdq": 1, "md5": 1}),
    ("samples/threatexchange_bsd/chair-19-sd-bar.vpdq.txt", None, {"vpdq": 1, "vpdq_frames": 564}),
    ("vpdq/expected-hashes/doorknob-hd-no-bar.txt", None, {"vpdq": 1, "vpdq_frames": 120}),
    ("pdq/lists/haystack.txt", "pdq", {"pdq": 1350}),
    ("pdq/lists/haystack.txt", None, {"pdq": 1350, "sha256": 1350}),
]
REFUSED = [
    "samples/vics/vics20_hashset_UK_truncated.json",
    "samples/threatexchange_bsd/bridge-1-original.jpg",
    "pdq/lists/long64.dat",
]


def shared(name: str) -> Path:
    if SHARED is None or not (SHARED / name).is_file():
        pytest.skip(f"{name} of the shared test material is not here")
    return SHARED / name


@pytest.mark.parametrize(("name", "kinds"), MEMBERS)
def test_every_expected_member_is_found(library: Library, name: str, kinds: tuple[str, ...]) -> None:
    hash_type = "sha256" if name == "sha256_with_comment.csv" else None
    used = library.import_file(shared(f"hashlists/{name}"), role=Role.NOTABLE, now=NOW, hash_type=hash_type)
    with shared("hashlists/expected_members.csv").open(encoding="utf-8", newline="") as stream:
        members = list(csv.DictReader(stream))
    assert used.refused == 0
    for kind in kinds:
        asked = {bytes.fromhex(member[kind]) for member in members}
        assert {value for value, _ in library.exact(used.id, kind, list(asked))} == asked
    assert library.check(used.id) == ()


@pytest.mark.parametrize(("name", "hash_type", "expected"), SAMPLES)
def test_a_sample_has_the_entries_it_should(
    library: Library, name: str, hash_type: str | None, expected: dict[str, int]
) -> None:
    used = library.import_file(shared(name), role=Role.NOTABLE, now=NOW, hash_type=hash_type)
    assert {kind: count for kind, count in used.entries if count} == expected
    assert library.check(used.id) == ()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_leaves_nothing_behind(library: Library, name: str) -> None:
    with pytest.raises(ListError):
        library.import_file(shared(name), role=Role.NOTABLE, now=NOW)
    assert library.lists() == ()
