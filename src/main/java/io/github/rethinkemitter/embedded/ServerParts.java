package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.DataFaults;

/**
 * What a server keeps while it stops serving and resumes.
 *
 * @param catalog all databases and users
 * @param dataFaults the faults of reads and writes that tests have set
 * @param threads all threads
 */
record ServerParts(Catalog catalog, DataFaults dataFaults, EmbeddedThreads threads) {}
