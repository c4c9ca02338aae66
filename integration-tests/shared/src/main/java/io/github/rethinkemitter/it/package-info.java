/** An application as its authors would write it, deployed to each CDI container. It has nothing that only one of them knows. */
package io.github.rethinkemitter.it;
