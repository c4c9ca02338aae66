package io.github.rethinkemitter.internal.driverlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SystemLoggerTest {

    private final Recording recording = new Recording();
    private final Logger logger = new SystemLogger(recording);

    @Test
    void everyLoggingMethodThatTheDriverCallsIsThere() {
        var called = new ClassFileImporter()
                .importPackages("com.rethinkdb").stream()
                        .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                        .map(call -> call.getTarget())
                        .filter(target -> target.getOwner().getPackageName().startsWith("org.slf4j"))
                        .map(SystemLoggerTest::signature)
                        .collect(Collectors.toSet());

        assertThat(called)
                .isNotEmpty()
                .isSubsetOf(Stream.of(Logger.class, LoggerFactory.class)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(SystemLoggerTest::signature)
                        .toList());
    }

    @Test
    void messagesOfTheDriverArePassedOnAtTheirLevel() {
        logger.trace("JSON Send: Token: {} {}", 7, "[1]");
        logger.debug("Invalid query parameter '{}', skipping", "x");
        logger.trace("no place for it", 7, null);
        logger.trace("{}{}", null, "twice {}");

        assertThat(recording.lines)
                .containsExactly(
                        "TRACE JSON Send: Token: 7 [1]",
                        "DEBUG Invalid query parameter 'x', skipping",
                        "TRACE no place for it",
                        "TRACE nulltwice {}");
    }

    @Test
    void aMessageThatIsNotLoggedIsNotFormatted() {
        recording.limit = Level.INFO;

        logger.trace("{}{}", new Unprintable(), new Unprintable());
        logger.debug("{}", new Unprintable());

        assertThat(logger.isTraceEnabled()).isFalse();
        assertThat(recording.lines).isEmpty();
    }

    private static String signature(AccessTarget.CodeUnitCallTarget target) {
        return target.getOwner().getSimpleName() + "."
                + signature(
                        target.getRawReturnType().getSimpleName(),
                        target.getName(),
                        target.getRawParameterTypes().stream().map(JavaClass::getSimpleName));
    }

    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "."
                + signature(
                        method.getReturnType().getSimpleName(),
                        method.getName(),
                        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName));
    }

    private static String signature(String returned, String name, Stream<String> parameters) {
        return name + parameters.collect(Collectors.joining(",", "(", ") ")) + returned;
    }

    private static final class Unprintable {
        @Override
        public String toString() {
            throw new AssertionError("this message is not logged");
        }
    }

    private static final class Recording implements System.Logger {

        private final List<String> lines = new ArrayList<>();
        private Level limit = Level.ALL;

        @Override
        public String getName() {
            return "recording";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= limit.getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {
            lines.add(level + " " + format);
        }
    }
}
