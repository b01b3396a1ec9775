"""Official statistics in the shape of Skolverket's Planned Educations API, version 4."""
