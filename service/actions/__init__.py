"""What a command or a request does once a build exists: query, what-if, export, briefings."""
