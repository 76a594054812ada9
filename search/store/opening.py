"""Opening: settings -> the store of the index that they name."""

from search.errors import SettingsError
from search.settings import Settings
from search.store.generations import Generations
from search.store.store import Store


def store_of(settings: Settings) -> Store:
    """Return the store of the index that the settings name; it need not exist yet."""
    if settings.engine == "whoosh":
        return Generations(settings.index)
    try:
        # Loaded where it is wanted: it is an extra.
        from search.engines.opensearch.client import Cluster
        from search.store.cluster import ClusterStore
    except ImportError as error:
        raise SettingsError(
            "KIKIGAKI_ENGINE", "opensearch needs one more package: pip install 'kikigaki[opensearch]'"
        ) from error
    if settings.opensearch_ca and not settings.opensearch_ca.is_file():
        raise SettingsError("KIKIGAKI_OPENSEARCH_CA", f"there is no file {settings.opensearch_ca}")
    ca = str(settings.opensearch_ca) if settings.opensearch_ca else None
    cluster = Cluster(settings.opensearch_url.split(","), settings.opensearch_timeout, ca)
    return ClusterStore(
        cluster, settings.opensearch_prefix, settings.opensearch_shards, settings.opensearch_replicas
    )
