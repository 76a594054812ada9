"""Databases, search, streams, pipelines and analysis."""

ENTRIES = """
MySQL = マイエスキューエル
MariaDB = マリアDB = マリアディービー
InnoDB = イノDB = イノディービー
PostgreSQL = Postgres = ポストグレス = ポスグレ = pgsql
pgvector = ピージーベクター
SQLite = エスキューライト = SQLite3
DuckDB = ダックDB = ダックディービー
Oracle = オラクル = Oracle Database
SQL Server = MSSQL = SQLサーバ = SQLサーバー
TiDB = タイDB = タイディービー
CockroachDB = コックローチDB
YugabyteDB = ユガバイト = Yugabyte
Vitess = ビテス
MongoDB = モンゴディービー = mongo = モンゴDB
WiredTiger = ワイアードタイガー = ワイヤードタイガー
CouchDB = カウチDB = Apache CouchDB
Couchbase = カウチベース
Cassandra = カサンドラ
ScyllaDB = シラDB
HBase = エイチベース
Riak = リアック
Redis = レディス
Valkey = バルキー
Memcached = メムキャッシュディー = memcache
Datomic = デイトミック = データミック
Neo4j = ネオフォージェイ
RocksDB = ロックスDB
LevelDB = レベルDB
InfluxDB = インフラックスDB
TimescaleDB = タイムスケールDB
ClickHouse = クリックハウス
Snowflake = スノーフレーク
Databricks = データブリックス
Apache Iceberg = アイスバーグ
Delta Lake = デルタレイク
Apache Parquet = Parquet = パーケット = パルケ
Apache Arrow = アパッチアロー
Hadoop = ハドゥープ = ハドープ
HDFS = Hadoop分散ファイルシステム = Hadoop Distributed File System
MapReduce = マップリデュース
Apache Spark = Spark = >スパーク
Apache Flink = Flink = フリンク
Apache Storm = ~Storm = >ストーム
Apache Beam = ~Beam = アパッチビーム
Kafka = >カフカ = Apache Kafka
Apache Pulsar = >パルサー
RabbitMQ = ラビットMQ = ラビットエムキュー
ZeroMQ = 0MQ = ゼロエムキュー
NATS
Hive = >ハイブ
Presto = >プレスト
Trino = >トリノ
Mesos = メソス
ZooKeeper = ズーキーパー
etcd = エトセディー
dbt = data build tool
Airbyte = エアバイト
Embulk = エンバルク
Digdag = ディグダグ
Apache Airflow = Airflow = エアフロー
Dagster = ダグスター
Prefect = プリフェクト
Luigi = >ルイージ
Treasure Data = トレジャーデータ
Tableau = タブロー
Power BI = パワーBI = PowerBI
Metabase = メタベース
Redash = リダッシュ
Apache Superset = スーパーセット
Elasticsearch = エラスティックサーチ = Elastic Search
OpenSearch = オープンサーチ
Solr = >ソーラー
Lucene = ルシーン
Groonga = グルンガ
Mroonga = ムルンガ
PGroonga = ピージールンガ
Meilisearch = メイリサーチ
Algolia = アルゴリア
Sudachi = >スダチ
MeCab = >メカブ
Kuromoji = クロモジ
SQL = エスキューエル
NoSQL = ノーエスキューエル = ノーSQL
NewSQL = ニューSQL = ニューエスキューエル
KVS = キーバリューストア = key-value store
CRDT = Conflict-free Replicated Data Type
SPARQL = スパークル
RDF = Resource Description Framework
ETL = Extract Transform Load
DWH = データウェアハウス = data warehouse = データウエアハウス
全文検索 = full-text search = full text search
形態素解析 = morphological analysis
"""
