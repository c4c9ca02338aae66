package io.github.rethinkemitter.internal.driverlog;

/** Stands for {@code org.slf4j.LoggerFactory}. */
public final class LoggerFactory {

    private static final Logger LOGGER = new SystemLogger(System.getLogger("io.github.rethinkemitter.driver"));

    private LoggerFactory() {}

    /** One logger for all of the driver, whose class names in the jar are nothing to configure levels by. */
    public static Logger getLogger(Class<?> unused) {
        return LOGGER;
    }
}
