"""Extracts news articles on a Spark cluster and writes the graph of all of them.

    spark-submit job.py --dateline dateline --output s3a://bucket/graph s3a://bucket/news/*.jsonl.gz

README.md says what it reads and writes, and how it is done.
"""

import argparse
import os
import pathlib
import re
import subprocess
import tempfile
import threading

from pyspark import SparkFiles
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

# Of these files each line is an article, so that Spark may cut them. Others it
# hands to dateline as they are.
LINES = re.compile(r"\.(jsonl|ndjson|json)(\.(gz|bz2|zst))?$")

# What dateline exits with when some articles failed; they are named in the
# executor's standard error.
SOME_FAILED = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", nargs="+", help="paths of articles, as Spark has them")
    parser.add_argument("--output", required=True, help="path of a folder that does not exist")
    parser.add_argument("--dateline", default="dateline", help="the binary for the executors' platform, on this machine")
    parser.add_argument("--partitions", type=int, help="into how many parts the input is cut, at least")
    parser.add_argument("--extract", default="", help="further flags of dateline extract: '--published 2024-10-11'")
    args = parser.parse_args()

    spark = SparkSession.builder.appName("dateline").getOrCreate()
    context = spark.sparkContext
    context.addFile(args.dateline)
    binary = os.path.basename(args.dateline)
    flags = ["extract", "--workers", "1", *args.extract.split()]

    # Extraction is by far the most expensive step, so that its result is kept,
    # and what fails later need not begin from the start.
    lines = [path for path in args.input if LINES.search(path)]
    files = [path for path in args.input if not LINES.search(path)]
    documents = context.emptyRDD()
    if lines:
        documents = context.textFile(",".join(lines), args.partitions).mapPartitions(
            lambda part: pipe([SparkFiles.get(binary), *flags, "-"], part))
    if files:
        documents = documents.union(context.binaryFiles(",".join(files), args.partitions).flatMap(
            lambda file: extract_file([SparkFiles.get(binary), *flags], *file)))
    kept = args.output + "/documents"
    documents.saveAsTextFile(kept, "org.apache.hadoop.io.compress.GzipCodec")

    latest = of_each_article_the_latest(spark.read.text(kept))
    contributions = latest.rdd.map(lambda row: row.value).mapPartitions(
        lambda part: pipe([SparkFiles.get(binary), "extract", "--graph", "--workers", "1", "-"], part))

    tables, layout = read_layout(args.dateline)
    rows = spark.createDataFrame(contributions.map(lambda line: (line,)), "line string")
    rows = rows.select(F.from_json("line", row_type(tables)).alias("row")).select("row.*")
    said = args.output + "/said"
    rows.withColumn("table", F.coalesce("node", "relationship")).write.partitionBy("table").parquet(said)
    said = spark.read.parquet(said)
    kin = find_copies(said, binary)
    for table in tables:
        table.rows(said, kin).write.parquet(f"{args.output}/parquet/{table.folder}")
    tables = [(table, spark.read.parquet(f"{args.output}/parquet/{table.folder}")) for table in tables]

    delimiter = free_delimiter([frame for table, frame in tables if "aliases" in frame.columns])
    for table, frame in tables:
        table.lines(frame, delimiter).write.text(f"{args.output}/neo4j-admin/{table.folder}")
    copy_layout(spark, layout, f"{args.output}/neo4j-admin", delimiter)
    spark.stop()


def pipe(command, lines):
    """Yields what the command writes, by lines, when it is given the lines."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    failures = []

    def feed():
        try:
            with process.stdin as stdin:
                for line in lines:
                    stdin.write(line.encode() + b"\n")
        except BrokenPipeError:
            pass  # it has ended, and its exit code says why
        except Exception as failure:
            failures.append(failure)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    for line in process.stdout:
        yield line[:-1].decode()
    feeder.join()
    if failures:
        raise failures[0]
    if process.wait() not in (0, SOME_FAILED):
        raise RuntimeError(f"{command} ended with {process.returncode}")


def extract_file(command, path, content):
    """Yields what the command writes when it is given the file, under its name."""
    with tempfile.TemporaryDirectory() as folder:
        local = os.path.join(folder, os.path.basename(path))
        with open(local, "wb") as file:
            file.write(content)
        yield from pipe([*command, local], [])


def of_each_article_the_latest(documents):
    """Leaves out what another version of the same article supersedes."""
    document = F.from_json("value", "key string, published string, contentHash string")
    version = F.struct(
        F.coalesce(document.published, F.lit("")).alias("published"), document.contentHash.alias("hash"), "value")
    return documents.groupBy(document.key.alias("key")).agg(F.max(version).alias("latest")).select("latest.value")


class Table:
    """The nodes of one label or the relationships of one type, as dateline export
    --format neo4j-admin has them."""

    types = {
        "string": "string", "string[]": "array<string>", "long": "bigint", "long[]": "array<bigint>",
        "double": "double", "boolean": "boolean",
    }

    def __init__(self, folder, header):
        self.folder = folder  # nodes/Person
        self.name = folder.split("/")[1]
        self.keys = []
        self.columns = {}  # the others: from names to Spark's types
        for column in header.strip().split(","):
            name, kind = column.split(":")
            if kind in self.types:
                self.columns[name] = self.types[kind]
            else:
                self.keys.append({"START_ID": "from", "END_ID": "to"}.get(kind.split("(")[0], "id"))
        self.world = "articles" in self.columns  # many articles have a part in one row

    def rows(self, said, kin):
        """Returns what the database is to hold, given what each article says."""
        if self.name == "DUPLICATE_OF":
            return kin.where("article <> original").selectExpr("article as `from`", "original as `to`")
        own = said.where(F.col("table") == self.name).select("article", *self.keys, *(f"properties.{c}" for c in self.columns))
        if self.world or "copy" in self.columns:
            own = mark_copies(own, kin, "to" if self.name == "MENTIONS" else "fact" if "fact" in self.columns else "id")
        if self.world:
            return self.derive(own)
        return own.select(*self.keys, *(F.expr("if(copy, true, null)").alias(c) if c == "copy" else c for c in self.columns))

    def derive(self, said):
        """Derives what there is in the world from what each article says, as Merge
        in dateline's package graph does. Articles are folded where they are before
        anything is sent, so that it does no harm that a country has so many."""
        fold = {
            "fact": F.min("fact"),
            "name": F.min(F.struct(-F.length("name"), "name")).getField("name"),  # the longest, then the first
            "articles": F.expr("count_if(not copy)"),
            "confidence": F.max("confidence"),
            "firstReported": F.min("firstReported"),
            "lastReported": F.max("lastReported"),
        }
        voted = [c for c in self.columns if c not in fold and c != "aliases"]
        world = said.groupBy(*self.keys).agg(*(fold[c].alias(c) for c in self.columns if c in fold))
        if "aliases" in self.columns:
            forms = said.select(*self.keys, F.explode("aliases").alias("form")).distinct()
            world = world.join(forms.groupBy(*self.keys).agg(F.sort_array(F.collect_list("form")).alias("aliases")), self.keys)
        if voted:
            world = world.join(self.elect(said.where("not copy"), voted), self.keys, "left")
        return world.select(*self.keys, *(F.col(c).cast(kind).alias(c) for c, kind in self.columns.items()))

    def elect(self, said, properties):
        """Chooses of each property what most articles say, then the latest
        published, then the first in order."""
        candidates = F.explode(F.array(*(
            F.struct(F.lit(p).alias("property"), F.col(p).cast("string").alias("value")) for p in properties)))
        votes = (
            said.select(*self.keys, "lastReported", candidates.alias("vote")).select("*", "vote.*").where("value is not null")
            .groupBy(*self.keys, "property", "value").agg(F.count("*").alias("count"), F.max("lastReported").alias("latest")))
        order = Window.partitionBy(*self.keys, "property").orderBy(F.desc("count"), F.desc("latest"), "value")
        elected = votes.withColumn("rank", F.row_number().over(order)).where("rank = 1")
        return elected.groupBy(*self.keys).pivot("property", properties).agg(F.first("value"))

    def lines(self, rows, delimiter):
        """Writes rows as CSV: text in quotes, nothing for what is absent."""
        def field(name, kind):
            column = F.col(name)
            if kind.startswith("array"):
                column = F.array_join(column.cast("array<string>"), delimiter)
            if "string" in kind:
                column = F.concat(F.lit('"'), F.replace(column, F.lit('"'), F.lit('""')), F.lit('"'))
            return F.coalesce(column.cast("string"), F.lit(""))

        return rows.select(F.concat_ws(",", *(field(k, "string") for k in self.keys), *(field(*c) for c in self.columns.items())))


def find_copies(said, binary):
    """Returns the articles that are copies, and those of which they are: article,
    original, and rank, the order in which articles count."""
    band = Window.partitionBy("band")
    journal = said.where("table = 'DatelineJournal'").select("article", "properties.publishedAt", "properties.likeness", "properties.bands")
    near = journal.withColumn("band", F.explode(F.split("bands", " "))).withColumn("n", F.count("*").over(band)).where("n > 1")
    lines = near.select(F.to_json(F.struct("article", "publishedAt", "likeness")).alias("line")).rdd.map(lambda row: row.line)
    pairs = said.sparkSession.createDataFrame(
        lines.mapPartitions(lambda part: pipe([SparkFiles.get(binary), "copies"], part)).map(lambda line: (line,)), "line string")
    pairs = pairs.select(F.from_json("line", "article string, original string").alias("pair")).select("pair.*").distinct()

    # Each takes the first in order among its neighbours, until all of a family
    # have the same.
    edges = pairs.union(pairs.select("original", "article")).toDF("article", "other").localCheckpoint()
    rank = F.struct((F.col("publishedAt") == "").alias("undated"), "publishedAt", "article")
    ranks = journal.select("article", rank.alias("rank"))
    family = edges.select("article").distinct().join(ranks, "article").withColumn("first", F.col("rank")).localCheckpoint()
    while True:
        heard = edges.join(family.selectExpr("article as other", "first"), "other").groupBy("article").agg(F.min("first").alias("heard"))
        told = family.join(heard, "article").selectExpr("article", "rank", "first", "least(first, heard) as next").localCheckpoint()
        family = told.selectExpr("article", "rank", "next as first")
        if told.where("next < first").isEmpty():
            return family.selectExpr("article", "first.article as original", "rank")


def mark_copies(said, kin, key):
    """Adds whether an article says what it is a copy of, or another copy before it,
    says, too; key is of what."""
    first = Window.partitionBy("original", key).orderBy("rank")
    again = said.drop("copy").join(kin, "article").withColumn("copy", F.row_number().over(first) > 1).drop("original", "rank")
    return said.drop("copy").join(kin, "article", "left_anti").withColumn("copy", F.lit(False)).unionByName(again)


def read_layout(dateline):
    """Returns the tables, and the folder that dateline exports from an empty store."""
    folder = pathlib.Path(tempfile.mkdtemp())
    store = f"--store={folder}/empty.db"
    subprocess.run([dateline, "load", store, "-"], input=b"", check=True, stderr=subprocess.DEVNULL)
    layout = folder / "neo4j-admin"
    subprocess.run([dateline, "export", store, "--format", "neo4j-admin", "-o", layout], check=True)
    headers = sorted(layout.glob("*/*/header.csv"))
    return [Table(str(h.parent.relative_to(layout)), h.read_text()) for h in headers], layout


def row_type(tables):
    """The type of a line of dateline extract --graph."""
    columns = {name: kind for table in tables for name, kind in table.columns.items()}
    properties = ", ".join(f"{name}: {kind}" for name, kind in columns.items())
    return f"node string, relationship string, id string, article string, `from` string, `to` string, properties struct<{properties}>"


def free_delimiter(frames):
    """Returns a character that no alias holds, and so no form of a mention."""
    for delimiter in map(chr, [0x1F, 0x1E, 0x1D, 0x1C, *range(0xFDD0, 0xFDD8)]):
        if all(f.where(F.array_join("aliases", "").contains(delimiter)).isEmpty() for f in frames):
            return delimiter
    raise ValueError("the aliases hold all characters that could delimit them")


def copy_layout(spark, layout, path, delimiter):
    """Puts headers and arguments beside the lines."""
    arguments = layout / "import.args"
    _, rest = arguments.read_text().split("\n", 1)
    arguments.write_text(f"--array-delimiter=U+{ord(delimiter):04X}\n{rest}")
    hadoop = spark._jvm.org.apache.hadoop.fs
    for file in (f for f in layout.rglob("*") if f.is_file()):
        target = hadoop.Path(f"{path}/{file.relative_to(layout)}")
        system = target.getFileSystem(spark._jsc.hadoopConfiguration())
        system.copyFromLocalFile(False, True, hadoop.Path(str(file)), target)


if __name__ == "__main__":
    main()
