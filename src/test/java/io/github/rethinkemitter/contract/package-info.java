/** Tests of what the library promises. Each runs on the embedded server and, if one is found, on a real one. */
package io.github.rethinkemitter.contract;
