"""What a report shows can be chosen in its dialog; all chosen leaves the choice to the unit's template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reports.left_out import PARTS, all_but
from tests.support.choosing import NoChooser
from ui.dialogs.report import ReportDialog
from ui.dialogs.report_fields import ITEM_PARTS, PLOTS

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ReportDialog:
    made = ReportDialog(NoChooser(), tmp_path, ("en",))
    qtbot.addWidget(made)
    return made


def test_every_part_that_there_is_can_be_chosen() -> None:
    assert [name for name, *_ in (*ITEM_PARTS, *PLOTS)] == list(PARTS)


def test_what_is_chosen_is_asked_for(dialog: ReportDialog) -> None:
    page = dialog.fields
    assert dialog.request().fields == ()

    page.boxes["dates"].setChecked(False)
    assert all_but(dialog.request().fields).parts == ("dates",)

    page.groups.setText(" EXIF, GPS ,")
    left_out = all_but(dialog.request().fields)
    assert (left_out.parts, left_out.groups) == (("dates", "metadata"), ("EXIF", "GPS"))

    page._choose(shown=False)  # the button "None"
    assert not page.groups.isEnabled()
    assert all_but(dialog.request().fields).parts == PARTS


def test_a_report_of_numbers_alone_has_plots_to_choose_and_no_parts_of_items(dialog: ReportDialog) -> None:
    dialog.variants["statistics"].setChecked(True)

    assert not any(dialog.fields.boxes[name].isEnabled() for name, *_ in ITEM_PARTS)
    assert all(dialog.fields.boxes[name].isEnabled() for name, *_ in PLOTS)
