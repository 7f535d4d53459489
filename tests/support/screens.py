"""The screens of the desktop, one after the other, for `tests.support.screenshots`."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.decisions import ActKind, Reading
from forensicdesk.demo import film_list, make_evidence, make_list
from forensicdesk.model import ItemFilter, Role
from forensicdesk.run import CaseOpening, RunOrder, run_all
from forensicdesk.session import Session, find_category_scheme
from tests.support.choosing import NoChooser
from ui.dialogs.exhibits import ExhibitsDialog
from ui.dialogs.hash_list import HashListDialog
from ui.dialogs.passwords import PasswordsDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.report_preview import ReportPreviewDialog
from ui.window import CASE_TAB

if TYPE_CHECKING:
    from forensicdesk.model import ItemRecord
    from tests.support.camera import Camera

DECIDED, DISPUTED = 6, 2
PICTURE, FILM = "IMG_0001.JPG", "crossing.mp4"


def make_case(folder: Path) -> Path:
    """The demonstration's case with some decisions of two readings; made once."""
    case = folder / "demo.fdcase"
    if case.exists():
        return case
    evidence, hash_list = folder / "evidence", folder / "demo-list.csv"
    make_evidence(evidence)
    make_list(evidence, hash_list)
    order = RunOrder(
        sources=(evidence / "phone", evidence / "laptop"),
        lists=((hash_list, Role.NOTABLE), (film_list(hash_list), Role.NOTABLE)),
        report_folder=folder / "report",
    )
    run_all(
        CaseOpening(case, "2026-001", "Examiner A", (("Unit", "Demonstration"),)),
        order,
        lambda _: None,
        threading.Event(),
    )
    with Session.open(case) as session:
        scheme = find_category_scheme(Path("neutral"))
        session.choose_scheme(scheme)
        items = [record.id for record in session.items(ItemFilter()) if record.analysis][:DECIDED]
        codes = [category.code for category in scheme.categories]
        for place, item in enumerate(items):
            session.decide(ActKind.CATEGORY, codes[place % 2], [item])
            second = codes[2] if place < DISPUTED else codes[place % 2]
            session.decide(ActKind.CATEGORY, second, [item], reading=Reading.SECOND, examiner="Examiner B")
        session.decide(ActKind.NOTE, "Same place as on the other phone?", items[:1])
        session.decide(ActKind.TAG, "harbour", items[:3])
    return case


def walk(camera: Camera, case: Path) -> None:
    """Every page and dialog."""
    window = camera.desktop.window
    camera.take("01-start")
    camera.dialog("02-new-case", window.actions_["new"].trigger)
    window.show_batch()
    camera.rest()
    camera.take("03-batches", window.batch)
    window.batch.close()
    window.actions_["settings"].trigger()
    camera.take("04-settings")
    window.further.leave_settings()
    _empty_case(camera, case.parent / "empty.fdcase")
    camera.desktop.work.open_case(case)
    camera.wait(lambda: window.gallery.model.count > 0 and window.gallery.whole, "the gallery")
    camera.rest(1)
    camera.take("10-case")
    _gallery(camera)
    _viewing(camera)
    _pages(camera, case.parent)
    _dialogs(camera, case.parent)


def _empty_case(camera: Camera, folder: Path) -> None:
    window = camera.desktop.window
    if not folder.exists():
        Session.create(folder, "2026-002", "Examiner A").close()
    camera.desktop.work.open_case(folder)
    camera.wait(lambda: camera.desktop.work.session is not None, "the empty case")
    camera.rest()
    for number, page in enumerate(("case_page", "gallery", "lists_page", "links_page", "agreement_page", "audit_page")):
        window.actions_[page].trigger()
        camera.take(f"05-empty-{number}-{page}")
    camera.desktop.work.close_case()
    camera.wait(lambda: camera.desktop.work.session is None, "the empty case to close")
    camera.rest()


def _gallery(camera: Camera) -> None:
    window = camera.desktop.window
    gallery, bar = window.gallery, window.gallery.bar
    window.show_gallery()
    gallery.view.choose_place(0)
    camera.rest(1)
    camera.take("20-gallery")
    bar.blur.setChecked(False)
    gallery.filters.hiding.click()
    camera.rest(1)
    camera.take("21-gallery-clear")
    window.actions_["lines"].trigger()
    camera.take("22-gallery-lines")
    window.actions_["lines"].trigger()
    window.actions_["hide"].trigger()
    camera.take("23-gallery-hidden")
    window.actions_["hide"].trigger()
    bar.blur.setChecked(False)
    bar.listing.setChecked(True)
    camera.take("24-table")
    bar.listing.setChecked(False)
    camera.dialog("25-add-filter", gallery.filters.offer)
    gallery.filters.text.setText("jpg")
    gallery.filters.grouping_box.setCurrentIndex(1)
    camera.rest(1)
    camera.take("26-filtered-grouped")
    gallery.filters.text.setText("no such word")
    camera.rest(1)
    camera.take("27-nothing-passes")
    gallery.filters.text.clear()
    gallery.filters.grouping_box.setCurrentIndex(0)
    camera.rest(1)
    gallery.go_to(_numbers(camera)[PICTURE])
    camera.wait(lambda: gallery.view.chosen is not None, "the picture")
    camera.rest()
    for tab in range(window.inspector.tabs.count()):
        window.inspector.tabs.setCurrentIndex(tab)
        camera.take(f"28-inspector-{tab}")
    window.inspector.tabs.setCurrentIndex(0)
    window.commands.deciding.handlers()["note"]()
    camera.take("29-note")
    gallery.decide_bar.remark.leave()


def _viewing(camera: Camera) -> None:
    window = camera.desktop.window
    place = window.viewing
    names = _numbers(camera)
    window.show_gallery()
    gallery = window.gallery
    gallery.go_to(names[PICTURE])
    camera.wait(lambda: gallery.view.chosen is not None, "the picture")
    camera.rest()
    place.open_chosen()
    camera.rest(1.5)
    camera.take("30-viewer")
    window.actions_["hide"].trigger()
    camera.take("31-viewer-hidden")
    window.actions_["hide"].trigger()
    gallery.bar.blur.setChecked(False)
    place.compare()
    camera.wait(lambda: place.compare_page.compared is not None, "the comparison")
    camera.rest()
    camera.take("32-compare")
    place.compare_page.set_mode(2)
    camera.take("33-compare-difference")
    place.go_back()
    place.find_similar()
    camera.rest(1.5)
    camera.take("34-similar")
    window.show_gallery()
    gallery.go_to(names[FILM])
    camera.rest(1)
    place.open_chosen()
    camera.rest(2)
    camera.take("35-film")
    window.show_gallery()


def _pages(camera: Camera, folder: Path) -> None:
    window = camera.desktop.window
    for number, page in enumerate(("lists_page", "links_page", "agreement_page", "audit_page")):
        window.actions_[page].trigger()
        camera.rest(1)
        camera.take(f"4{number}-{page}")
    for number, page in enumerate(("timeline_page", "map_page"), 5):
        window.actions_[page].trigger()
        camera.rest(2)
        camera.take(f"4{number}-{page}")
    window.actions_["links_page"].trigger()
    window.links_page.as_graph.click()
    camera.rest(1)
    camera.take("47-links-graph")
    window.links_page.as_graph.click()
    window.show_lists()
    window.lists_page.table.selectRow(0)
    camera.rest()
    camera.take("44-list-chosen")
    del folder


def _dialogs(camera: Camera, folder: Path) -> None:
    window, chooser = camera.desktop.window, NoChooser()
    camera.dialog("50-compare-lists", window.actions_["compare_lists"].trigger, 1)
    camera.dialog("51-export-list", window.actions_["export_list"].trigger)

    def load() -> None:
        made = HashListDialog(chooser, camera.desktop.runner, (), window)
        made.path.setText(str(folder / "demo-list.csv"))
        made.open()

    camera.dialog("52-load-list", window.actions_["load_list"].trigger)
    camera.dialog("53-load-list-preview", load, 1.5)
    window.tabs.setCurrentIndex(CASE_TAB)
    camera.dialog("54-exhibits", lambda: ExhibitsDialog(chooser, [folder / "evidence" / "phone"], window).open())
    camera.dialog("55-passwords", lambda: PasswordsDialog(chooser, window).open())
    camera.dialog("56-report", window.actions_["report"].trigger)
    _report_preview(camera)
    camera.dialog("57-scheme", window.actions_["scheme"].trigger)
    camera.dialog("58-second-reading", window.actions_["second"].trigger)
    camera.dialog("59-keys", window.actions_["keys"].trigger)
    camera.dialog("60-installation", window.actions_["doctor"].trigger, 3)
    camera.dialog("61-verify", window.actions_["verify"].trigger, 2)
    for title, menu in window.actions_.menus.items():
        camera.dialog(f"70-menu-{title.replace('&', '')}", partial(menu.popup, window.pos()), 0.2)


def _report_preview(camera: Camera) -> None:
    """Both pages of the preview, of a restricted report."""
    camera.desktop.window.actions_["report"].trigger()
    asked = next(one for one in camera.desktop.app.topLevelWidgets() if isinstance(one, ReportDialog))
    asked.preview.click()
    shown = asked.findChildren(ReportPreviewDialog)[0]
    for number, variant in ((1, "court"), (6, "restricted")):
        asked.variants[variant].click()
        camera.rest(1)
        camera.wait(lambda: shown.sheets.page.isEnabled() and shown.words.sections.count() > 0, "the pages")
        shown.sheets.page.setValue(number)
        camera.rest(1)
        camera.take(f"56-report-pages-{variant}", shown)
    shown.pages.setCurrentWidget(shown.words)
    camera.take("56-report-words", shown)
    asked.reject()
    camera.rest()


def _numbers(camera: Camera) -> dict[str, int]:
    """The items of the case by the names of their files."""
    session = camera.desktop.work.session
    records = () if session is None else session.items(ItemFilter())
    return {_name(record): record.id for record in records}


def _name(record: ItemRecord) -> str:
    return record.location.steps[-1].path.decode("utf-8", "replace").rpartition("/")[2]
