/** Compares the documents with the code and with the recorded results of test runs. */
package io.github.rethinkemitter.documentation;
