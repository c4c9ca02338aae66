package io.github.rethinkemitter.internal.driverlog;

/** Takes the place of {@code org.slf4j.LoggerFactory} in the packaged jar. */
public final class LoggerFactory {

    private static final Logger LOGGER = new SystemLogger(System.getLogger("io.github.rethinkemitter.driver"));

    private LoggerFactory() {}

    /** One logger for the whole driver: its classes have other names in the jar, which are of no use to configure levels. */
    public static Logger getLogger(Class<?> unused) {
        return LOGGER;
    }
}
