"""What differs between the variants of a report, and the hash of content that is the same in all of them."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

from reports.each_item import with_items
from reports.json_ import canonical_pieces
from reports.model import IssueNote, ReportItem, Variant
from reports.packed import Changed

if TYPE_CHECKING:
    from reports.model import MatchCard, NotExamined, ReportModel

WITHHELD = "withheld"
"""Stands for words of examiners in the variant without them, so that counts of such words stay the same."""


def content_hash(model: ReportModel) -> str:
    """SHA-256 over the canonical form without what differs: variant, pictures, report ID and this hash itself.

    It is taken of the whole content, before a variant leaves anything out, so that all variants of one report state the
    same one.
    """
    blind = with_items(model, lambda item: dataclasses.replace(item, picture=None, picture_type=""))
    common = dataclasses.replace(blind, report_id="", content_sha256="", variant=Variant.DISCLOSURE)
    digest = hashlib.sha256()
    for piece in canonical_pieces(common, 1):
        digest.update(piece.encode("ascii"))
    return digest.hexdigest()


def reduced(model: ReportModel) -> ReportModel:
    """The model as its variant may state it; only `statistics` leaves something out: all that leads to one file.

    Items keep their number, exhibit, kind of content and kinds of match; paths, digests, hashes, dates, metadata, notes
    and the values of matches are left out.
    """
    if model.variant is not Variant.STATISTICS:
        return model
    digests = tuple(
        dataclasses.replace(one, subject="", stated="", computed="", reason="") for one in model.acquisition.digests
    )
    return dataclasses.replace(
        with_items(model, _bare),
        not_examined=Changed(model.not_examined, _left_out),
        named_like_media=Changed(model.named_like_media, _left_out),
        analysed_with_issues=Changed(model.analysed_with_issues, _left_out),
        conflicts=(),
        acquisition=dataclasses.replace(model.acquisition, digests=digests),
        shared=dataclasses.replace(
            model.shared, pairs=tuple(dataclasses.replace(pair, cameras=()) for pair in model.shared.pairs)
        ),
    )


def _bare(item: ReportItem) -> ReportItem:
    return ReportItem(
        number=item.number,
        exhibit=item.exhibit,
        location="",
        location_bytes="",
        media_type=item.media_type,
        size=0,
        dimensions="",
        duration="",
        md5="",
        sha1="",
        sha256="",
        perceptual=(),
        dates=(),
        metadata=(),
        indicators=(),
        issues=(),
        matches=tuple(map(_bare_card, item.matches)),
        picture=None,
        picture_type="",
    )


def _bare_card(card: MatchCard) -> MatchCard:
    return dataclasses.replace(
        card,
        entry="",
        label="",
        query="",
        reference="",
        note="",
        frames="",
        times="",
        view="",
        dismissed=WITHHELD if card.dismissed else "",
        confirmed=WITHHELD if card.confirmed else "",
    )


def _left_out(one: NotExamined) -> NotExamined:
    issues = tuple(IssueNote(note.code, "") for note in one.issues)
    return dataclasses.replace(one, location="", location_bytes="", issues=issues)
