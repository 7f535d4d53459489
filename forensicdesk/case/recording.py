"""A batch of results on its way into the database: which contents are new, which are better than what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, update

from forensicdesk.case import codec
from forensicdesk.case.deriving import content_facts, words_of
from forensicdesk.case.dialect import insert
from forensicdesk.case.paging import in_pages
from forensicdesk.case.saying import DIGESTS, compare_results
from forensicdesk.case.schema import (
    CONTENT_FACTS,
    CONTENTS,
    FEATURES,
    FILM_FEATURES,
    FRAMES,
    ITEMS,
    LISTS_USED,
    PERCEPTUAL,
    RECIPES,
    STATED,
    VIEWS,
)
from forensicdesk.case.wordindex import forget_words, keep_words
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Select

    from forensicdesk.model import Result
    from hashing.values import Analysis, Issue, Recipe, Thumbnail


AnyRow = dict[str, Any]

_BEST_FIRST = (Outcome.ANALYSED, Outcome.ENCRYPTED, Outcome.UNSUPPORTED, Outcome.FAILED)
_SIDE_STAGES = (Stage.METADATA, Stage.THUMBNAIL)

_ITEM_COLUMNS = (
    "state", "media", "media_type", "content_id", "issue_stage", "issue_code", "issue_detail", "issues", "embedded",
    "container",
)  # fmt: skip

_UPDATE_ITEM = (
    update(ITEMS)
    .where(ITEMS.c.id == bindparam("item"))
    .values({name: bindparam(f"new_{name}") for name in _ITEM_COLUMNS})
)

_WAITING: AnyRow = {f"new_{name}": None for name in _ITEM_COLUMNS} | {"new_state": State.PENDING.value}
"""The row of an item that waits for its analysis, as if it had had none."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database holds, or will hold, for one content."""

    content_id: int
    outcome: Outcome
    media: str | None
    issues: str


def has_content(analysis: Analysis) -> bool:
    """Whether there are bytes to share: they could be read, and they are a picture or a film."""
    return analysis.digests is not None and analysis.outcome is not Outcome.NOT_MEDIA


def media_of(media_type: str, *, film: bool) -> str | None:
    """What the filter calls it: "film", "picture", or None where neither is known."""
    if film or media_type.startswith("video/"):
        return "film"
    return "picture" if media_type.startswith("image/") else None


def main_issue(analysis: Analysis) -> Issue | None:
    """The issue that says why an item is what it is: the first that is not about metadata or thumbnail alone."""
    weighty = (issue for issue in analysis.issues if issue.stage not in _SIDE_STAGES)
    return next(weighty, analysis.issues[0] if analysis.issues else None)


class ResultBatch:
    """Results of one batch, compared with what the database holds already. There is one writer, so that stays true."""

    def __init__(self, connection: Connection, results: Sequence[Result]) -> None:
        self._results = results
        best = _best_by_digest(results)
        self._kept = _known_contents(connection, list(best))
        last = connection.execute(select(func.coalesce(func.max(CONTENTS.c.id), 0))).scalar_one()
        self._new: dict[int, Analysis] = {}
        self._better: dict[int, tuple[Analysis, _Kept]] = {}
        for sha256, analysis in best.items():
            known = self._kept.get(sha256)
            if known is not None and _rank(known.outcome) <= _rank(analysis.outcome):
                continue
            content_id = last + len(self._new) + 1 if known is None else known.content_id
            if known is None:
                self._new[content_id] = analysis
            else:
                self._better[content_id] = (analysis, known)
            self._kept[sha256] = _kept_of(content_id, analysis)

    def thumbnails(self) -> dict[bytes, Thumbnail]:
        """The thumbnails to store, by SHA-256."""
        changed = [*self._new.values(), *(analysis for analysis, _ in self._better.values())]
        return {
            analysis.digests.sha256: analysis.thumbnail
            for analysis in changed
            if analysis.thumbnail and analysis.digests
        }

    def store(self, connection: Connection, recipe: Recipe) -> None:
        """Write everything but the thumbnails, inside the connection's transaction."""
        recipe_id = _recipe_id(connection, recipe)
        _insert(connection, CONTENTS, [_content_row(key, value, recipe_id) for key, value in self._new.items()])
        _insert_derived(connection, self._new, recipe_id)
        for content_id, (analysis, before) in self._better.items():
            _replace_content(connection, _content_row(content_id, analysis, recipe_id), before, analysis)
        stored = {**self._new, **{content_id: analysis for content_id, (analysis, _) in self._better.items()}}
        _insert(connection, PERCEPTUAL, [row for key, value in stored.items() for row in _perceptual_rows(key, value)])
        _insert(connection, VIEWS, [row for key, value in stored.items() for row in _view_rows(key, value)])
        features = [{"content_id": key, "value": value.features} for key, value in stored.items() if value.features]
        _insert(connection, FEATURES, features)
        for content_id, analysis in stored.items():
            _insert(connection, FRAMES, _frame_rows(content_id, analysis))
            _insert(connection, FILM_FEATURES, _film_feature_rows(content_id, analysis))
        if stored:
            connection.execute(update(LISTS_USED).values(complete=False, reached=None))
        compare_results(connection, self._results)
        owed = _owed(connection, self._results)
        values = [self._item_row(one) for one in self._results if one.item_id not in owed]
        values += [_WAITING | {"item": item_id} for item_id in sorted(owed)]
        changed = connection.execute(_UPDATE_ITEM, values)
        if changed.rowcount != len(self._results):
            msg = sentence("a result belongs to no item of this case")
            raise ValueError(msg)

    def _item_row(self, result: Result) -> AnyRow:
        analysis = result.analysis
        issue = main_issue(analysis)
        row: AnyRow = {
            "item": result.item_id,
            "new_issue_stage": issue.stage.value if issue else None,
            "new_issue_code": issue.code.value if issue else None,
            "new_issue_detail": issue.detail if issue else None,
            "new_embedded": codec.encode_embedded(analysis.embedded),
            "new_container": analysis.container or None,
        }
        own = codec.encode_issues(analysis.issues)
        if has_content(analysis) and analysis.digests is not None:
            kept = self._kept[analysis.digests.sha256]
            return row | {
                "new_state": State(kept.outcome.value).value,
                "new_media": kept.media,
                "new_media_type": None,
                "new_content_id": kept.content_id,
                "new_issues": own if own != kept.issues else None,
            }
        return row | {
            "new_state": State(analysis.outcome.value).value,
            "new_media": media_of(analysis.media_type, film=analysis.film is not None),
            "new_media_type": analysis.media_type,
            "new_content_id": None,
            "new_issues": own if len(analysis.issues) > 1 else None,
        }


def _rank(outcome: Outcome) -> int:
    return _BEST_FIRST.index(outcome)


def _best_by_digest(results: Sequence[Result]) -> dict[bytes, Analysis]:
    best: dict[bytes, Analysis] = {}
    for result in results:
        analysis = result.analysis
        if analysis.digests is None or not has_content(analysis):
            continue
        known = best.get(analysis.digests.sha256)
        if known is None or _rank(analysis.outcome) < _rank(known.outcome):
            best[analysis.digests.sha256] = analysis
    return best


def _known_contents(connection: Connection, digests: Sequence[bytes]) -> dict[bytes, _Kept]:
    columns = (
        CONTENTS.c.id,
        CONTENTS.c.sha256,
        CONTENTS.c.outcome,
        CONTENTS.c.media_type,
        CONTENTS.c.film,
        CONTENTS.c.issues,
    )
    known: dict[bytes, _Kept] = {}
    for page in in_pages(digests):
        for row in connection.execute(select(*columns).where(CONTENTS.c.sha256.in_(page))):
            media = media_of(row.media_type, film=row.film)
            known[row.sha256] = _Kept(row.id, Outcome(row.outcome), media, row.issues)
    return known


def _kept_of(content_id: int, analysis: Analysis) -> _Kept:
    media = media_of(analysis.media_type, film=analysis.film is not None)
    return _Kept(content_id, analysis.outcome, media, codec.encode_issues(analysis.issues))


def _owed(connection: Connection, results: Sequence[Result]) -> set[int]:
    """The items whose digests were asked for while they were on their way: they are analysed once more."""
    without = [
        result.item_id
        for result in results
        if result.analysis.outcome is Outcome.NOT_MEDIA and result.analysis.digests is None and result.analysis.size
    ]
    return {item_id for page in in_pages(without) for item_id in connection.execute(_unknown(page)).scalars()}


def _unknown(item_ids: Sequence[int]) -> Select[Any]:
    """Those of these items of which a digest is stated that was not compared."""
    digest = STATED.c.algorithm.in_(DIGESTS)
    return select(STATED.c.item_id).where(STATED.c.item_id.in_(item_ids), STATED.c.agrees.is_(None), digest).distinct()


def _recipe_id(connection: Connection, recipe: Recipe) -> int:
    said = codec.encode_recipe(recipe)
    connection.execute(insert(RECIPES).values(recipe=said).on_conflict_do_nothing())
    recipe_id: int = connection.execute(select(RECIPES.c.id).where(RECIPES.c.recipe == said)).scalar_one()
    return recipe_id


def _insert(connection: Connection, table: Any, values: list[AnyRow]) -> None:  # noqa: ANN401 - a Table
    if values:
        connection.execute(insert(table), values)


def _replace_content(connection: Connection, row: Mapping[str, Any], before: _Kept, analysis: Analysis) -> None:
    """Put a better analysis in the place of one that is there; items with these bytes keep their own issues."""
    content_id = before.content_id
    kept = _kept_of(content_id, analysis)
    of_content = ITEMS.c.content_id == content_id
    connection.execute(update(ITEMS).where(of_content, ITEMS.c.issues.is_(None)).values(issues=before.issues))
    connection.execute(update(ITEMS).where(of_content).values(state=kept.outcome.value, media=kept.media))
    for table in (PERCEPTUAL, VIEWS, FEATURES, FRAMES, FILM_FEATURES, CONTENT_FACTS):
        connection.execute(delete(table).where(table.c.content_id == content_id))
    metadata = connection.execute(select(CONTENTS.c.metadata).where(CONTENTS.c.id == content_id)).scalar_one()
    forget_words(connection, content_id, words_of(codec.decode_metadata(metadata)))
    _insert_derived(connection, {content_id: analysis}, row["recipe_id"])
    connection.execute(update(CONTENTS).where(CONTENTS.c.id == content_id).values(dict(row)))


def _insert_derived(connection: Connection, analyses: Mapping[int, Analysis], recipe_id: int) -> None:
    """Write what these contents are chosen by, beside the contents themselves."""
    facts = [
        content_facts(_content_row(key, value, recipe_id), value.metadata, value.dates)
        for key, value in analyses.items()
    ]
    _insert(connection, CONTENT_FACTS, facts)
    keep_words(connection, [(key, words_of(value.metadata)) for key, value in analyses.items()])


def _content_row(content_id: int, analysis: Analysis, recipe_id: int) -> AnyRow:
    digests = analysis.digests
    return {
        "id": content_id,
        "sha256": digests.sha256 if digests else None,
        "sha1": digests.sha1 if digests else None,
        "md5": digests.md5 if digests else None,
        "size": analysis.size,
        "media_type": analysis.media_type,
        "outcome": analysis.outcome.value,
        "width": analysis.width,
        "height": analysis.height,
        "film": analysis.film is not None,
        "duration_s": analysis.film.duration_s if analysis.film else None,
        "thumbnail": analysis.thumbnail is not None,
        "recipe_id": recipe_id,
        "metadata": codec.encode_metadata(analysis.metadata),
        "dates": codec.encode_dates(analysis.dates),
        "indicators": codec.encode_indicators(analysis.indicators),
        "issues": codec.encode_issues(analysis.issues),
    }


def _perceptual_rows(content_id: int, analysis: Analysis) -> list[AnyRow]:
    return [
        {
            "content_id": content_id,
            "position": position,
            "algorithm": value.algorithm,
            "version": value.version,
            "parameters": value.parameters,
            "value": value.value,
            "quality": value.quality,
            "orientations": codec.join_hashes(value.value, value.orientations)[len(value.value) :] or None,
            "view_name": value.view,
            "weak": value.weak,
        }
        for position, value in enumerate(analysis.perceptual)
    ]


def _view_rows(content_id: int, analysis: Analysis) -> list[AnyRow]:
    return [
        {
            "content_id": content_id,
            "position": position,
            "name": view.name,
            "kind": view.kind.value,
            "detail": view.detail,
            "box": codec.encode_box(view.box),
            "time_s": view.time_s,
        }
        for position, view in enumerate(analysis.views)
    ]


def _frame_rows(content_id: int, analysis: Analysis) -> list[AnyRow]:
    if analysis.film is None:
        return []
    frames = [(frame, False) for frame in analysis.film.frames] + [(frame, True) for frame in analysis.film.inner]
    return [
        {
            "content_id": content_id,
            "number": number,
            "time_s": frame.time_s,
            "quality": frame.quality,
            "pdq": codec.join_hashes(frame.pdq, frame.orientations),
            "stands_for": frame.count,
            "is_inner": is_inner,
        }
        for number, (frame, is_inner) in enumerate(frames)
    ]


def _film_feature_rows(content_id: int, analysis: Analysis) -> list[AnyRow]:
    features = analysis.film.features if analysis.film is not None else ()
    return [
        {"content_id": content_id, "number": number, "time_s": one.time_s, "value": one.value}
        for number, one in enumerate(features)
    ]
