"""The observatory on the web."""

from starlette.convertors import Convertor, register_url_convertor


class Form(Convertor[str]):
    """The part of an address after the dot that says in which form a page is wanted."""

    regex = "json|atom|csv"

    def convert(self, value: str) -> str:
        """The form as it stands."""
        return value

    def to_string(self, value: str) -> str:
        """The form as it stands."""
        return value


register_url_convertor("form", Form())
