"""Figures in the plane, against areas that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from hashing.local.polygons import UNIT_SQUARE, area, cells_inside, inside_square, inverse, moved, rectangle


def test_clipping_keeps_the_part_inside_the_unit_square() -> None:
    shifted = moved(UNIT_SQUARE, np.array([[1.0, 0.0, 0.25], [0.0, 1.0, -0.5]]))

    assert area(inside_square(shifted)) == pytest.approx(0.75 * 0.5)
    assert inside_square(moved(UNIT_SQUARE, np.array([[1.0, 0.0, 3.0], [0.0, 1.0, 0.0]]))) == ()
    assert area(inside_square(((-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)))) == pytest.approx(1.0)


def test_the_inverse_leads_back() -> None:
    matrix = np.array([[0.5, 0.2, 0.1], [-0.3, 0.8, 0.4]])

    assert moved(moved(UNIT_SQUARE, matrix), inverse(matrix)) == pytest.approx(np.array(UNIT_SQUARE))


def test_cells_inside_a_rectangle_are_counted_by_their_middles() -> None:
    box = rectangle(np.array([(0.25, 0.5), (0.75, 1.0), (0.5, 0.6)]))

    assert int(cells_inside(box, 40).sum()) == 20 * 20
    assert cells_inside(UNIT_SQUARE, 8).all()
