"""Plain HTTP: sign-in, documents, webhooks, health, and the edge (cache and security headers)."""

from starlette.convertors import IntegerConvertor, register_url_convertor


class RowNumber(IntegerConvertor):
    """A number in an address that a column of any database takes; a longer one is no address."""

    regex = "[0-9]{1,9}"


register_url_convertor("int", RowNumber())
