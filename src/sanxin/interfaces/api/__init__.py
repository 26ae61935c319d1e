"""The same verbs as the pages, for other programs: OpenAPI at ``/api/openapi.json``."""
