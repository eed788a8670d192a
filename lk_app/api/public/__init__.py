"""Public content put into the HTML on the server."""
