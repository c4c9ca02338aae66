package io.github.rethinkemitter.internal.driverlog;

/** Takes the place of {@code org.slf4j.Logger} in the packaged jar. Has the methods that the driver calls. */
public interface Logger {

    boolean isTraceEnabled();

    void trace(String pattern, Object first, Object second);

    void debug(String pattern, Object only);
}
