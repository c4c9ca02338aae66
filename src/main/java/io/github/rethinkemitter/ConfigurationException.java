package io.github.rethinkemitter;

import org.jspecify.annotations.Nullable;

/**
 * The configuration is wrong; the message lists all of its problems at once. Fails the deployment.
 *
 * <pre>{@code
 * RTH0501 the configuration of the emitter has 2 problems:
 *   rethink.emitter.durability is "harder"; use hard or soft
 *   rethink.emitter.publish.batch-size is "0"; use a number from 1 to 10000
 * }</pre>
 */
public final class ConfigurationException extends EmitterException {

    private static final long serialVersionUID = 1L;

    /**
     * All problems of a configuration.
     *
     * @param message begins with {@code RTHnnnn}, and says what to do
     * @param cause what led to it, if anything
     */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
