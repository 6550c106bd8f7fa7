"""Every exception that Marsad raises on purpose: a bad environment, never bad data (that is ``model.Rejected``)."""

from __future__ import annotations


class MarsadError(Exception):
    """Anything a user can mend. The message says what is wrong, where, and what to do."""


class SettingsError(MarsadError):
    """A setting, option or date that cannot be used as given."""


class CatalogueError(MarsadError):
    """A catalogue or outlet file that cannot be read; names the file and the line."""


class ModelError(MarsadError):
    """A trained network, or text tagged for one, that cannot be read; names the folder or the file."""


class NotReadError(MarsadError):
    """A text given to ``marsad.read`` that is no page of Arabic news; the message has the reason and the detail."""


class StoreError(MarsadError):
    """The archive cannot be opened, read or written."""


class ForeignDatabaseError(StoreError):
    """The file is a database, or another kind of file, that Marsad did not make."""


class SearchIndexError(StoreError):
    """The search index beside the archive is missing, damaged or cannot be written; it can be made anew."""


class ReadOnlyError(StoreError):
    """The archive, its folder or its disk does not take writes."""


class ClusterError(MarsadError):
    """The cluster cannot be reached, or gave up on its work."""


class NotInArchiveError(MarsadError):
    """Nothing in the archive has that name; ``suggestions`` holds the nearest names."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions
