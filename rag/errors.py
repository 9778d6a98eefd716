"""The failures that users are told about; a refusal ("the reports do not say") is a value, never one of these.

Every message is Chinese, says what was seen and what to do, and is shown as it stands.
"""

from __future__ import annotations


class RagError(Exception):
    """A failure with a message fit for the user."""


class SettingsError(RagError):
    """A setting has a value that cannot be used."""


class QuestionError(RagError):
    """The question is empty, or too long to be one."""


class IndexMissing(RagError):
    """There is no index in the folder."""


class IndexMismatch(RagError):
    """The index and what it is opened with do not belong together."""


class IndexBusy(RagError):
    """Another process is writing to the index."""


class EmbeddingError(RagError):
    """An embedding or reranking model cannot be loaded or used."""


class ShippedError(RagError):
    """A file that belongs to the program is missing or damaged."""


class ModelError(RagError):
    """The language model cannot be reached or refuses to answer."""


class ContextTooLong(ModelError):
    """The prompt is longer than the language model's context."""


class ReportError(RagError):
    """A report file cannot be read."""
