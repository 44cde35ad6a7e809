class ArchiveError(Exception):
    """The archive, or the platform it meets, is not what it must be; the message is for the operator."""
