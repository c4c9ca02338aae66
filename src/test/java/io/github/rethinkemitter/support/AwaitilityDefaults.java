package io.github.rethinkemitter.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests look for what they wait for at once, and then often. Awaitility alone looks every 100 ms, and for the first time
 * after 100 ms, which thousands of tests would pay several times each.
 */
public final class AwaitilityDefaults implements LauncherSessionListener {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(POLL_INTERVAL);
    }
}
