"""Fields of a form that a page of this service has sent."""

from __future__ import annotations

from urllib.parse import parse_qs

from geo.exceptions import WrongUsage

MOST_FIELDS = 20


def form_fields(body: bytes) -> dict[str, str]:
    """The first value of each field of an ``application/x-www-form-urlencoded`` body.

    Parameters
    ----------
    body : bytes
        As it was sent.

    Returns
    -------
    dict of str
        Values by the names of the fields.

    Raises
    ------
    WrongUsage
        It is no such form.
    """
    try:
        return {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=MOST_FIELDS).items()}
    except ValueError:
        raise WrongUsage("The form cannot be read", "Send it from the page again") from None
