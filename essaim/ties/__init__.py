"""Who met whom, written once a session is closed, and the composer that seats people with those they never met."""
