"""The only room that knows all the others: settings, addresses, the way in for a server."""
