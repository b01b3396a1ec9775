from django.db import models


class CacheEntry(models.Model):
    """The table of Django's database cache, which the limits on tries are counted in.

    A model, so that the table is made with the others; only the cache writes in it.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"

    def __str__(self) -> str:
        return self.cache_key
