/**
 * Health checks of MicroProfile Health: one for the start, one for readiness, one for liveness. {@code HealthApi} tells whether
 * the API is present; only then is any class loaded that mentions it. The checks read the state of the channels from memory,
 * and never wait for the database.
 */
@NullMarked
package io.github.rethinkemitter.internal.health;

import org.jspecify.annotations.NullMarked;
