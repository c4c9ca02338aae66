/**
 * A small RethinkDB in memory, for development and tests: it speaks the real wire protocol, so every driver can talk to
 * it, and it can be told to misbehave. Start one with {@link io.github.rethinkemitter.embedded.EmbeddedRethinkDb}.
 *
 * <p>An application in the same JVM that uses the server by name ({@code embedded:<name>}) introduces its channels to it, and
 * tells it of their lifecycle events and of each event whose observers are done, by types of the JDK alone. The JUnit
 * extension waits for these. It gives the name to the application by a system property, because every configuration reads
 * those: MicroProfile Config, Quarkus and Java SE. There is one server for a run of tests, since Quarkus keeps an application
 * over several test classes. The tables are emptied before each test without a connection, so changefeeds stay open.
 */
@NullMarked
package io.github.rethinkemitter.embedded;

import org.jspecify.annotations.NullMarked;
