package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Disturbance;

/**
 * What lives as long as the server, whether it listens or not.
 *
 * @param catalog all data
 * @param disturbance what is wrong with it
 * @param threads all threads
 */
record ServerParts(Catalog catalog, Disturbance disturbance, Threads threads) {}
