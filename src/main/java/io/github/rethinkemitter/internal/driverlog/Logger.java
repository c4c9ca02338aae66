package io.github.rethinkemitter.internal.driverlog;

/** Stands for {@code org.slf4j.Logger}, with the methods that the driver calls. */
public interface Logger {

    boolean isTraceEnabled();

    void trace(String pattern, Object first, Object second);

    void debug(String pattern, Object only);
}
