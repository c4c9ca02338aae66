package io.github.rethinkemitter.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class JavaProcessTest {

    @Test
    void anotherJvmReadsLinesWritesLinesAndEndsByItself() {
        try (ChildProcess echo = JavaProcess.start(Echo.class, List.of("-Dgreeting=hello"), "world")) {
            assertThat(echo.awaitLine("hello")).isEqualTo("hello world");
            echo.say("first");
            assertThat(echo.awaitLine("first")).isEqualTo("heard first");
            echo.say("end");

            assertThat(echo.awaitExit()).isEqualTo(3);
        }
    }

    @Test
    void aKilledProcessEndsAndWaitingForItsLineFails() {
        try (ChildProcess echo = JavaProcess.start(Echo.class, "world")) {
            echo.awaitLine("world");

            echo.kill();

            assertThat(echo.isAlive()).isFalse();
            assertThatThrownBy(() -> echo.awaitLine("never said"))
                    .hasMessageContaining("ended without a line")
                    .hasMessageContaining("world");
        }
    }

    /** Runs in the other JVM and repeats what it is told. */
    static final class Echo {

        public static void main(String[] arguments) {
            System.out.println(System.getProperty("greeting", "hi") + " " + arguments[0]);
            Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
            for (String line = lines.nextLine(); !line.equals("end"); line = lines.nextLine()) {
                System.out.println("heard " + line);
            }
            System.exit(3);
        }
    }
}
