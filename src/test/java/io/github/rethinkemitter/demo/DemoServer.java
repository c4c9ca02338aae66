package io.github.rethinkemitter.demo;

import static org.awaitility.Awaitility.await;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One server: a CDI container with the {@link Shop}. It obeys the lines of its standard input and ends with the input, so
 * that it never outlives the demo.
 *
 * <pre>
 * "trigger" first last   triggers the events with these numbers
 * "expect" last          waits for the events 1 to last of both servers, and prints what it observed
 * </pre>
 */
public final class DemoServer {

    private static final Logger LOG = Logger.getLogger("io.github.rethinkemitter");

    private DemoServer() {}

    public static void main(String... none) throws IOException {
        LOG.setLevel(Level.SEVERE); // the shop prints what happens to the connection
        try (var container = SeContainerInitializer.newInstance()
                        .addBeanClasses(Shop.class)
                        .initialize();
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var shop = container.select(Shop.class).get();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var words = line.split(" ", -1);
                if (words[0].equals("trigger")) {
                    for (int number = Integer.parseInt(words[1]); number <= Integer.parseInt(words[2]); number++) {
                        shop.trigger(number);
                    }
                } else {
                    System.out.println(expect(shop, Integer.parseInt(words[1])));
                }
            }
        }
    }

    private static String expect(Shop shop, int last) {
        int all = 2 * last;
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> shop.tally().count() >= all);
            // An event that is delivered twice would come now.
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        } catch (ConditionTimeoutException e) {
            // The verdict names the missing events.
        }
        return "has observed " + shop.tally().count() + " of " + all + " events: "
                + shop.tally().verdict(last);
    }
}
