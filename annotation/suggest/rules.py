"""All rules over one text, in the order in which they build on one another."""

from collections.abc import Iterator

from annotation.suggest.bodies import body_candidates, find_bodies
from annotation.suggest.dates import find_dates
from annotation.suggest.documents import find_documents
from annotation.suggest.events import find_events
from annotation.suggest.people import find_people
from annotation.suggest.places import find_places, place_candidates
from annotation.suggest.products import find_products
from annotation.suggest.reading import Candidate, Reading, is_mark
from annotation.suggest.resolve import resolve


def find_entities(reading: Reading) -> list[Candidate]:
    """The suggested spans of a text: flat, in order, none overlapping."""
    text = reading.text
    # In decomposed text a mark may belong to the last letter: that would be half a character.
    return resolve(found for found in _candidates(reading) if not is_mark(text, found.end))


def _candidates(reading: Reading) -> Iterator[Candidate]:
    places = find_places(reading)
    bodies = find_bodies(reading, places)
    yield from place_candidates(reading, places)
    yield from body_candidates(reading, bodies)
    yield from find_events(reading, places, bodies)
    yield from find_documents(reading, places, bodies)
    yield from find_products(reading, places, bodies)
    yield from find_people(reading, places, bodies)
    yield from find_dates(reading.text)
