"""Every write of the catalogue: one verb, one transaction."""

from essaim.catalogue.operations.documents import LARGEST as LARGEST_DOCUMENT
from essaim.catalogue.operations.documents import BadDocument, add_document, remove_document
from essaim.catalogue.operations.history import TitleTaken, TopicChanged
from essaim.catalogue.operations.proposals import (
    NotYours,
    answer_question,
    ask_author,
    decline_topic,
    propose_topic,
    save_sketch,
    take_back_proposal,
)
from essaim.catalogue.operations.sheets import (
    FormatNeedsSheets,
    IncompleteSheet,
    archive_topic,
    edit_topic,
    follow_format,
    offer_to_host,
    publish_topic,
    restore_topic,
    stop_offering,
    write_topic,
)

__all__ = [
    "LARGEST_DOCUMENT",
    "BadDocument",
    "FormatNeedsSheets",
    "IncompleteSheet",
    "NotYours",
    "TitleTaken",
    "TopicChanged",
    "add_document",
    "answer_question",
    "archive_topic",
    "ask_author",
    "decline_topic",
    "edit_topic",
    "follow_format",
    "offer_to_host",
    "propose_topic",
    "publish_topic",
    "remove_document",
    "restore_topic",
    "save_sketch",
    "stop_offering",
    "take_back_proposal",
    "write_topic",
]
