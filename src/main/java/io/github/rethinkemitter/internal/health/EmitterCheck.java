package io.github.rethinkemitter.internal.health;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A health check of all channels.
 *
 * <p>Public, as is its creator, because a container may generate classes for a bean in another package.
 */
public final class EmitterCheck implements HealthCheck {

    private static final String NAME = "rethink-emitter";

    private final Probe probe;
    private final Supplier<ChannelStates> states;

    /**
     * A check of this kind.
     *
     * @param states is asked at each call, and not before: some servers make the checks before the application starts
     */
    EmitterCheck(Probe probe, Supplier<ChannelStates> states) {
        this.probe = probe;
        this.states = states;
    }

    // Without the API's builder, which would look for the server's implementation with the class loader of the calling
    // thread.
    @Override
    public HealthCheckResponse call() {
        var result = ProbeResult.of(probe, states.get().now());
        return new HealthCheckResponse(
                NAME,
                result.up() ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
                result.data().isEmpty() ? Optional.empty() : Optional.of(result.data()));
    }
}
