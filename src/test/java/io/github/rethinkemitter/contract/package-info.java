/** What the library promises, one sentence per test, each on the embedded server and on a real one where there is one. */
package io.github.rethinkemitter.contract;
