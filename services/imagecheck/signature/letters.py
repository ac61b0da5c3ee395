"""Printed letters among the marks: on one line, of one height, with stems drawn by no hand."""

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.signature.ink import Ink, Mask

Marks = npt.NDArray[np.int32]

#: Marks needed before a line is told by its heights alone.
LEAST_MARKS = 10
#: Printed letters stand on a line and have one of two heights, within that share of the median.
LETTER_TOLERANCE = 0.15
#: Fewest pixels of a letter's height that show whether its stem is straight.
LEAST_HEIGHT = 9
#: A stem runs straight over that share of the letter; a hand's stroke leans or bends before.
STEM_SHARE = 0.62
#: Letters of one line: same foot within that share of their height, and no further apart.
FOOT_TOLERANCE, MOST_GAP = 0.09, 2.0
#: Letters beside each other before they count as a word.
LEAST_WORD = 3
#: Most marks looked at one by one; a page of text has its answer from `text_share`.
MOST_MARKS = 150


def text_share(marks: Marks) -> float:
    """Share of marks of a common height that stand on a common line with four others."""
    heights = marks[:, cv2.CC_STAT_HEIGHT].astype(np.float64)
    bottoms = marks[:, cv2.CC_STAT_TOP] + heights
    tall = heights >= 0.5 * np.percentile(heights, 75)  # dots and accents are left out
    heights, bottoms = heights[tall], bottoms[tall]
    if len(heights) < LEAST_MARKS:
        return 0.0
    tolerance = LETTER_TOLERANCE * float(np.median(heights))
    same_line = np.abs(bottoms[:, np.newaxis] - bottoms) <= tolerance
    same_height = np.abs(heights[:, np.newaxis] - heights) <= tolerance
    return float(((same_line & same_height).sum(axis=1) >= 5).mean())


def printed_letters(ink: Ink) -> int:
    """Letters with straight stems, in words of at least three marks on one line."""
    order = np.argsort(ink.marks[:, cv2.CC_STAT_LEFT])
    tall = [mark for mark in ink.marks[order] if mark[cv2.CC_STAT_HEIGHT] >= LEAST_HEIGHT]
    letters = 0
    for word in _words(tall[:MOST_MARKS]):
        stems = sum(_has_stem(ink.mask, mark) for mark in word)
        # At least every third letter of a French word has a stem: of 100 running letters 45 are
        # of b d f h i j k l m n p q r t u, and capitals have more.
        if len(word) >= LEAST_WORD and stems >= max(2, len(word) / 3):
            letters += sum(_letters_in(mark) for mark in word)
    return letters


def _letters_in(mark: npt.NDArray[np.int32]) -> int:
    """Bold letters run together: one mark holds about as many as it is times wider than high."""
    return max(1, round(int(mark[cv2.CC_STAT_WIDTH]) / int(mark[cv2.CC_STAT_HEIGHT])))


def _words(marks: list[npt.NDArray[np.int32]]) -> list[list[npt.NDArray[np.int32]]]:
    words: list[list[npt.NDArray[np.int32]]] = []
    for mark in marks:
        home = next((word for word in words if _follows(word[-1], mark)), None)
        if home is None:
            words.append([mark])
        else:
            home.append(mark)
    return words


def _follows(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> bool:
    left, top, width, height = (int(value) for value in one[:4])
    next_left, next_top, _, next_height = (int(value) for value in other[:4])
    tallest = max(height, next_height)
    alike = min(height, next_height) >= 0.5 * tallest
    foot = abs(top + height - next_top - next_height) <= max(1.5, FOOT_TOLERANCE * tallest)
    gap = next_left - left - width
    return alike and foot and -0.2 * tallest <= gap <= MOST_GAP * tallest


def _has_stem(mask: Mask, mark: npt.NDArray[np.int32]) -> bool:
    """True when one edge of the letter runs straight up over most of its height."""
    left, top, width, height = (int(value) for value in mark[:4])
    letter = np.pad(mask[top : top + height, left : left + width], 1)
    for edges in (letter[:, 1:] & ~letter[:, :-1], letter[:, :-1] & ~letter[:, 1:]):
        columns = edges.sum(axis=0)
        # Two columns together: a stem may stand a little aslant on the grid of pixels.
        if int((columns[1:] + columns[:-1]).max(initial=0)) >= STEM_SHARE * height:
            return True
    return False
