"""What people announce to the parts above."""

from django.dispatch import Signal

sign_in_link_made = Signal()
"""A person asked for a link: `link`, `token`, `at`. Sent inside the transaction."""
sign_in_link_used = Signal()
"""The link signed its person in: `link`, `at`."""
partnership_moved = Signal()
"""A partnership was proposed, accepted, declined or ended: `partnership`, `by`, `at`. Sent inside the transaction."""
staff_file_refused = Signal()
"""A file of the HR folder was refused: `staff_import`, `reason`, `at`. Sent inside the transaction."""
password_chosen = Signal()
"""A person chose a password, the first or another: `agent`, `at`. Sent inside the transaction."""
