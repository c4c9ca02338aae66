/** An application that is deployed to each CDI container. It uses nothing that only some containers have. */
package io.github.rethinkemitter.it;
