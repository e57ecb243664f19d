"""Why somebody who comes from the provider is not let in. The words are for the log; the person reads one page."""


class NotTrusted(Exception):  # noqa: N818 it is an answer to what the provider or a visitor sent
    """What came back does not prove who somebody is."""


class Unreachable(Exception):  # noqa: N818 the same
    """The provider does not answer, or not as its standard says."""
