"""Every write of letters: writing and cancelling them, sending them, stopping what may be stopped."""

from essaim.letters.operations.bouncing import Bounced, record_bounce
from essaim.letters.operations.formulating import NoExample, take_again, take_essaim_words, word_letter
from essaim.letters.operations.holding import TooLate, hold, release
from essaim.letters.operations.repeating import refusal_of, retry, send_again, take_back_copy
from essaim.letters.operations.sending import GIVE_UP, LEASE, PATIENCE, send_due, try_again
from essaim.letters.operations.stopping import resume, stop
from essaim.letters.operations.versions import put_back_version, take_back_version
from essaim.letters.operations.writing import (
    LINK_LIFE,
    cancel,
    conclude,
    forget,
    forget_old_letters,
    forget_old_links,
    introduce,
    muted,
    not_left,
    post,
    post_each,
    put_back,
    redact,
    take_back,
    unsay,
    was_posted,
)

__all__ = [
    "GIVE_UP",
    "LEASE",
    "LINK_LIFE",
    "PATIENCE",
    "Bounced",
    "NoExample",
    "TooLate",
    "cancel",
    "conclude",
    "forget",
    "forget_old_letters",
    "forget_old_links",
    "hold",
    "introduce",
    "muted",
    "not_left",
    "post",
    "post_each",
    "put_back",
    "put_back_version",
    "record_bounce",
    "redact",
    "refusal_of",
    "release",
    "resume",
    "retry",
    "send_again",
    "send_due",
    "stop",
    "take_again",
    "take_back",
    "take_back_copy",
    "take_back_version",
    "take_essaim_words",
    "try_again",
    "unsay",
    "was_posted",
    "word_letter",
]
