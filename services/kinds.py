"""The kinds of piece that a check exists for, as the command line names them."""

import enum


class CheckKind(enum.StrEnum):
    """What a local file is meant to be. The names are those of the stages."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    IDENTITY = "identity"
    ADDRESS = "address"
    JDC = "jdc"
    ASSR = "assr"
    CEPC = "cepc"
    AAC = "aac"
    REPRESENTATIVE_IDENTITY = "representative_identity"
    HOSTING = "hosting"
    HOST_IDENTITY = "host_identity"
    #: Identities of several sources, one JSON object a line; no picture.
    DIVERGENCE = "divergence"
