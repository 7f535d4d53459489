"""From a real case folder to report files."""

from __future__ import annotations

import dataclasses
import hashlib
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.store import create_case, open_case
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.finding import Found
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import EvidenceCard, HashList, ItemFilter, Location, Match, MatchKind, Result, Role, State, Step
from forensicdesk.pipeline.checksums import verify_report
from forensicdesk.reporting import room
from forensicdesk.reporting.building import build_model
from forensicdesk.reporting.saying import issues_of, show_location
from forensicdesk.reporting.writing import check_request, write_reports
from forensicdesk.workers.measure import Barrier
from hashing.values import (
    Analysis,
    DateFact,
    Digests,
    Film,
    FrameHash,
    Indicator,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Recipe,
    Stage,
    Thumbnail,
)
from reports.json_ import content_id
from reports.model import Variant
from reports.render import render
from reports.sums import SUMS
from reports.wording import LANGUAGES, wording
from tests.forensicdesk.case.building import put_matches
from tests.reports.samples import mosaic, preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.case.store import CaseStore
    from reports.model import ReportModel

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MADE_AT = datetime(2026, 11, 22, 10, 30, tzinfo=timezone(timedelta(hours=1)))
NAMES = (
    b"DCIM/plain.jpg",
    b"DCIM/near.jpg",
    b"DCIM/film.mp4",
    b"DCIM/copy of plain.jpg",
    b"bad\xffname\n.jpg",
    b"notes.txt",
    b"fake.jpg",
    b"broken.heic",
    b"link",
    b"waiting.png",
)
PLAIN, NEAR, FILM, COPY, STRANGE, NOTES, FAKE, BROKEN, LINK, WAITING = range(1, 11)


def digests(seed: str) -> Digests:
    data = seed.encode()
    return Digests(
        hashlib.md5(data, usedforsecurity=False).digest(),
        hashlib.sha1(data, usedforsecurity=False).digest(),
        hashlib.sha256(data).digest(),
    )


def picture(seed: str, **changes: object) -> Analysis:
    analysis = Analysis(
        outcome=Outcome.ANALYSED,
        media_type="image/jpeg",
        size=1000,
        digests=digests(seed),
        width=640,
        height=480,
        perceptual=(PerceptualHash("pdq", "1", "64x64", hashlib.sha256(seed.encode()).digest(), 97),),
        metadata=(("EXIF", (("Make", "Ma\u202eker"),)),),
        dates=(DateFact("exif:DateTimeOriginal", "2024:01:02 03:04:05", None),),
        indicators=(Indicator("edited", "Software: Editor"),),
        thumbnail=Thumbnail(preview(len(seed)), mosaic(len(seed))),
    )
    return dataclasses.replace(analysis, **changes)  # type: ignore[arg-type]


def film() -> Analysis:
    frames = tuple(FrameHash(float(at), bytes([at]) * 32, 90) for at in range(12))
    return picture("film", media_type="video/mp4", perceptual=(), film=Film(12.5, frames))


def issue(code: IssueCode, stage: Stage = Stage.DECODE) -> Issue:
    return Issue(stage, code, f"detail of {code.value}")


def hash_list(number: int, name: str, **entries: int) -> HashList:
    return HashList(
        id=f"{number:016x}",
        name=name,
        version=1,
        role=Role.NOTABLE,
        role_stated=True,
        format="csv",
        sha256=f"{number:064x}",
        imported_at="2026-11-20T08:00:00.000Z",
        entries=tuple(entries.items()),
        refused=0,
        refusals=(),
    )


LISTED = hash_list(1, "Unit list", sha256=10, pdq=4)
SILENT = hash_list(2, "Silent list", md5=99)


def match(content_id: int, kind: MatchKind, **changes: object) -> Match:
    card = EvidenceCard("pdq", "1", "ab" * 32, "cd" * 32, 4, 31, 97, 90, "flipx")
    if kind is MatchKind.EXACT:
        card = EvidenceCard("sha256", "", "ab" * 32, "ab" * 32, 0, 0)
    return Match(content_id, LISTED.id, f"line {content_id}", "label", kind, dataclasses.replace(card, **changes))  # type: ignore[arg-type]


def fill(store: CaseStore, root: Path) -> None:
    assert store.writer is not None
    writer = store.writer
    source = writer.add_source(root, "folder", "phone", NOW)
    link = Found(Location((Step("file", NAMES[LINK - 1]),)), 0, None, State.EXCLUDED, issue(IssueCode.SYMBOLIC_LINK))
    found = [Found(Location((Step("file", name),)), 1000, 1_700_000_000_000_000_000) for name in NAMES]
    writer.record_found(source.id, [*found[: LINK - 1], link, *found[LINK:]])
    writer.finish_walk(source.id)
    results = {
        PLAIN: picture("plain"),
        NEAR: picture("near", issues=(issue(IssueCode.TRUNCATED),)),
        FILM: film(),
        COPY: picture("plain"),
        STRANGE: picture("strange"),
        NOTES: Analysis(Outcome.NOT_MEDIA, "text/plain", 1000),
        FAKE: Analysis(
            Outcome.NOT_MEDIA,
            "application/octet-stream",
            1000,
            issues=(issue(IssueCode.NAME_SUGGESTS_MEDIA, Stage.IDENTIFY),),
        ),
        BROKEN: Analysis(
            Outcome.FAILED,
            "image/heic",
            1000,
            digests("broken"),
            issues=(issue(IssueCode.DECODER_REFUSED), issue(IssueCode.METADATA_UNREADABLE, Stage.METADATA)),
        ),
    }
    writer.record_results([Result(number, analysis) for number, analysis in results.items()], Recipe())
    for used in (LISTED, SILENT):
        writer.record_list(used, NOW)
    put_matches(store, SILENT.id, ())
    contents = {record.id: record.content_id for record in (store.reader.item(number) for number in results)}
    film_content = contents[FILM] or 0
    put_matches(
        store,
        LISTED.id,
        [
            match(contents[PLAIN] or 0, MatchKind.EXACT),
            match(contents[NEAR] or 0, MatchKind.NEAR),
            match(contents[STRANGE] or 0, MatchKind.NEAR, distance=30),
            match(
                film_content,
                MatchKind.VIDEO,
                query_percent=83.3,
                reference_percent=100.0,
                frames_matched=10,
                frames_considered=12,
                reference_frames_matched=9,
                reference_frames_considered=9,
                first_time_s=1.0,
                last_time_s=11.0,
            ),
        ],
    )


@pytest.fixture(scope="module")
def evidence_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("secret-lab-share")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, evidence_root: Path) -> Iterator[CaseStore]:
    folder = tmp_path_factory.mktemp("cases") / "x.fdcase"
    create_case(folder, number="2026-1", examiner="A. Examiner", fields=[("Request", "R 7")], now=NOW, actor="labuser")
    with open_case(folder, writable=True, now=NOW, actor="labuser") as opened:
        fill(opened, evidence_root)
        yield opened


@pytest.fixture(scope="module")
def model(store: CaseStore) -> ReportModel:
    return build_model(store, variant="court", language="en", made_at=MADE_AT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("barrier", Barrier)
def test_the_method_says_what_held_the_processes_that_decoded(
    store: CaseStore, barrier: Barrier, language: str
) -> None:
    asked = build_model(store, variant="court", language=language, made_at=MADE_AT, barrier=barrier)
    unasked = build_model(store, variant="court", language=language, made_at=MADE_AT)

    (sentence,) = set(asked.method) - set(unasked.method)
    assert sentence == wording(language)(f"method.barrier.{barrier}")
    assert asked == build_model(store, variant="court", language=language, made_at=MADE_AT, barrier=barrier)


@pytest.mark.parametrize("state", State)
def test_items_with_issues_are_those_that_have_some(store: CaseStore, state: State) -> None:
    every = store.reader.items(ItemFilter(states=(state,)))

    assert list(store.reader.items_with_issues(state)) == [one for one in every if issues_of(one)]


def test_items_lie_in_the_case_without_a_name_where_they_are_many(
    store: CaseStore, model: ReportModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(store.folder.iterdir())
    monkeypatch.setattr(room, "IN_MEMORY", 1)

    assert build_model(store, variant="court", language="en", made_at=MADE_AT) == model
    assert sorted(store.folder.iterdir()) == before


def test_no_room_for_items_is_an_error_that_names_the_folder(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room, "IN_MEMORY", 1)
    monkeypatch.setattr(store, "folder", tmp_path / "gone")

    with pytest.raises(EnvironmentProblem, match=r"gone.*No such file.*make room there"):
        build_model(store, variant="court", language="en", made_at=MADE_AT)


def test_items_are_ordered_by_kind_of_match_and_then_by_number(model: ReportModel) -> None:
    assert [item.number for item in model.items] == [PLAIN, COPY, NEAR, STRANGE, FILM]


def test_the_ledger_adds_up_and_every_item_that_was_not_analysed_is_listed_with_its_cause(model: ReportModel) -> None:
    total = model.ledger[-1]

    assert total.seen == len(NAMES) == total.not_media + total.media + total.pending
    assert total.media == total.analysed + total.unsupported + total.failed + total.excluded + total.encrypted
    causes = {entry.number: [note.code for note in entry.issues] for entry in model.not_examined}
    assert causes == {
        BROKEN: ["decoder-refused", "metadata-unreadable"],
        LINK: ["symbolic-link"],
        WAITING: ["pending"],
    }
    assert len(causes) == total.seen - total.not_media - total.analysed
    assert [entry.number for entry in model.named_like_media] == [FAKE]
    assert [entry.number for entry in model.analysed_with_issues] == [NEAR]


def test_counts_negative_findings_and_lists_agree_with_the_matches(model: ReportModel, store: CaseStore) -> None:
    assert dict(model.match_counts) == store.reader.match_counts() == {"exact": 2, "near": 2, "video": 1}
    assert {used.name: used.matches for used in model.lists} == {"Unit list": 5, "Silent list": 0}
    (negative,) = model.negative
    assert "Silent list" in negative
    assert "md5 99" in negative


def test_a_name_that_text_cannot_show_is_given_in_hex_too(model: ReportModel) -> None:
    by_number = {item.number: item for item in model.items}

    assert by_number[STRANGE].location == "bad<0xFF>name<U+000A>.jpg"
    assert by_number[STRANGE].location_bytes == NAMES[STRANGE - 1].hex()
    assert by_number[PLAIN].location_bytes == ""
    assert show_location(Location((Step("file", b"a"), Step("zip", b"b")))) == ("a » b", "")


def test_dates_are_kept_apart_and_no_zone_is_guessed(model: ReportModel) -> None:
    dates = model.items[0].dates

    assert dates[0] == ("exif:DateTimeOriginal", "2024:01:02 03:04:05", "")
    assert dates[1][1:] == ("2023-11-14T22:13:20+00:00", "Z")


def test_a_film_says_how_much_was_compared(model: ReportModel) -> None:
    (card,) = model.items[-1].matches

    assert model.items[-1].duration == "0:12, 12 frames hashed"
    assert card.frames == "10 of 12 of the item, 9 of 9 of the list"
    assert card.times == "0:01 to 0:11"


@pytest.mark.parametrize("variant", list(Variant))
def test_no_path_of_the_workstation_and_no_user_name_is_in_any_file(
    variant: Variant, store: CaseStore, evidence_root: Path
) -> None:
    made = build_model(store, variant=variant, language="en", made_at=MADE_AT)

    for name in ("html", "json"):
        content = render(made, name).content.decode()
        for secret in (str(evidence_root), evidence_root.name, str(store.folder.parent), "labuser"):
            assert secret not in content


def test_pictures_follow_the_variant_and_numbers_and_matches_do_not(store: CaseStore, model: ReportModel) -> None:
    restricted = build_model(store, variant="restricted", language="en", made_at=MADE_AT)
    disclosure = build_model(store, variant="disclosure", language="en", made_at=MADE_AT)

    assert model.items[0].picture == mosaic(len("plain"))
    assert restricted.items[0].picture == preview(len("plain"))
    assert all(item.picture is None for item in disclosure.items)
    bare = [tuple(dataclasses.replace(i, picture=None, picture_type="") for i in m.items) for m in (model, restricted)]
    assert bare == [disclosure.items, disclosure.items]


def test_the_same_case_and_time_give_the_same_report_and_id(store: CaseStore, model: ReportModel) -> None:
    again = build_model(store, variant="court", language="en", made_at=MADE_AT)
    later = build_model(store, variant="court", language="en", made_at=MADE_AT + timedelta(seconds=1))

    assert again == model
    assert content_id(model) == model.report_id
    assert later.report_id != model.report_id
    assert model.made_at == "2026-11-22T10:30:00+01:00"


def test_every_threshold_of_the_policy_is_reported(model: ReportModel) -> None:
    values = " ".join(threshold.value for threshold in model.thresholds)
    deciding = {field.name for field in dataclasses.fields(DEFAULT_POLICY)} - {"small_hash_distance"}  # makes no match
    numbers = [getattr(DEFAULT_POLICY, name) for name in deciding]

    assert (
        len(model.thresholds) == len(numbers) + 3
    )  # exact matching, the policy's id and orientations are no numbers of it
    shown = [wording("en").count(number) if isinstance(number, int) else f"{number:.10g}" for number in numbers]
    assert [number for number in shown if number not in values] == []


def test_method_and_tools_are_named(model: ReportModel) -> None:
    names = {tool.name for tool in model.tools}

    assert {"ForensicDesk", "Python", "Pillow", "PyAV", "fpdf2"} <= names
    assert all(tool.version and tool.licence for tool in model.tools)
    assert any("at least one every 0.25 s" in sentence for sentence in model.method)
    assert model.audit.records == 1


def test_an_empty_case_gives_a_report_that_says_so(tmp_path: Path) -> None:
    create_case(tmp_path / "e.fdcase", number="1", examiner="B", fields=[], now=NOW, actor="b")
    with open_case(tmp_path / "e.fdcase", writable=False, now=NOW, actor="b") as opened:
        made = build_model(opened, variant="court", language="en", made_at=MADE_AT)

    written = write_reports(made, tmp_path / "out", ["pdf", "html", "json"])
    assert [report.format for report in written] == ["pdf", "html", "json"]
    assert "No hash list was used" in made.negative[0]


def test_files_and_their_checksums_are_written_for_the_owner_only(model: ReportModel, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    written = write_reports(model, out, ["json", "html", "json"])

    assert [report.path.name for report in written] == ["report-court.json", "report-court.html"]
    assert verify_report(out) == ()
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    for path in out.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = (out / SUMS).read_text().splitlines()
    assert {f"{report.sha256}  {report.path.name}" for report in written} < set(lines)
    assert {line[66:] for line in lines} == {path.name for path in out.iterdir()} - {SUMS}


def test_foreign_files_stay_and_earlier_reports_keep_their_sums(model: ReportModel, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (first,) = write_reports(model, tmp_path, ["json"])
    first.path.write_bytes(b"altered")
    write_reports(dataclasses.replace(model, variant=Variant.DISCLOSURE), tmp_path, ["json"])

    assert (tmp_path / "notes.txt").read_text() == "mine"
    problems = {problem.where for problem in verify_report(tmp_path)}
    assert first.path.name in problems
    assert "report-disclosure.json" not in problems


def test_a_list_of_checksums_of_another_kind_is_left_alone(model: ReportModel, tmp_path: Path) -> None:
    (tmp_path / SUMS).write_text("somebody else's notes")

    with pytest.raises(UsageError, match="choose another folder"):
        write_reports(model, tmp_path, ["json"])

    assert [path.name for path in tmp_path.iterdir()] == [SUMS]


@pytest.mark.parametrize(
    ("formats", "variant", "language", "offered"),
    [
        (["docx"], "court", "en", "pdf, html, json"),
        (["pdf"], "public", "en", "restricted, court, disclosure"),
        (["pdf"], "court", "tlh", "en, es, pt"),
        ([], "court", "en", "pdf, html, json"),
    ],
)
def test_what_cannot_be_made_is_refused_and_what_can_is_named(
    formats: list[str], variant: str, language: str, offered: str
) -> None:
    with pytest.raises(UsageError, match=offered):
        check_request(formats, variant, language)


def test_a_report_needs_a_time_with_a_zone(store: CaseStore) -> None:
    with pytest.raises(ValueError, match="time zone"):
        build_model(store, variant="court", language="en", made_at=MADE_AT.replace(tzinfo=None))


def test_a_place_that_is_no_folder_is_refused(model: ReportModel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError, match="is no folder"):
            write_reports(model, place, ["json"])


def test_a_disk_that_refuses_is_an_environment_problem(model: ReportModel) -> None:
    if not Path("/dev/full").exists() or not Path("/proc/self").exists():
        pytest.skip("needs a place where nobody can make a folder")
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        write_reports(model, Path("/proc/self/no-place-for-reports"), ["json"])
