"""Kept runs: the terms of some documents as a cluster keeps them: one text, no string a gram."""

import numpy as np

from search.arrays import Codes
from search.engines.batches import GRAM, Run, gram_codes
from search.engines.opensearch.mapping import DELIMITER, PARTER, kept_joined

_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF


def kept_text(run: Run) -> str:
    """Return the terms of a run as `kept_as` gives them, each with `PARTER` behind it."""
    if not isinstance(run.terms, np.ndarray):
        return kept_joined(run.terms) + PARTER if run.terms else ""
    codes = np.full((len(run.terms), GRAM + 1), ord(PARTER), np.uint32)
    codes[:, :GRAM] = _sendable(gram_codes(run.terms))
    text: bytes = codes[codes != 0].astype("<u4").tobytes()
    return text.decode("utf-32-le")


def parted(text: str) -> list[bytes]:
    """Return terms one by one that have each `PARTER` behind it."""
    return text.encode().split(PARTER.encode())[:-1]


def _sendable(codes: Codes) -> Codes:
    """Replace what is no character, or means something else to a cluster."""
    refused = (codes >= _FIRST_SURROGATE) & (codes <= _LAST_SURROGATE)
    refused |= (codes == ord(DELIMITER)) | (codes == ord(PARTER))
    codes[refused] = ord("?")
    return codes
