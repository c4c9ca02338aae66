package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many arguments a call of trigger has. */
class TriggerArgumentsTest {

    private final RecordingEmitter recorded = new RecordingEmitter();
    private final InjectedEmitter emitter = new InjectedEmitter(recorded, "");
    private final SingleTopicEmitter ofTopic = new SingleTopicEmitter(emitter, "t");

    static Stream<Arguments> arrays() {
        return Stream.<Object>of(
                        new Object[] {"a", 1},
                        new Object[0],
                        new String[] {"a"},
                        new String[] {"a", null},
                        new int[] {1, 2},
                        new byte[] {1},
                        new int[][] {{1}, {2}})
                .map(array -> Arguments.of(new Object[] {array}));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayOfAnyTypeIsOneArgument(Object array) {
        emitter.trigger("t", array);
        assertThat(recorded.args).singleElement().isSameAs(array);

        ofTopic.trigger(array);
        assertThat(recorded.args).singleElement().isSameAs(array);
    }

    // The compiler takes a call with an array for one with a list of arguments, if any method has one there.
    @Test
    void anArrayIsOneArgumentWhateverItsTypeIsAtTheCall() {
        Object[] objects = {"a", 1};
        emitter.trigger("t", objects);
        assertThat(recorded.args).singleElement().isSameAs(objects);
        ofTopic.trigger(objects);
        assertThat(recorded.args).singleElement().isSameAs(objects);

        String[] texts = {"a", "b"};
        emitter.trigger("t", texts);
        assertThat(recorded.args).singleElement().isSameAs(texts);
        emitter.trigger("t", 1, texts);
        assertThat(recorded.args).containsExactly(1, texts);

        Object[] none = {};
        emitter.trigger("t", none);
        assertThat(recorded.args).singleElement().isSameAs(none);
    }

    @Test
    void nullIsOneArgument() {
        emitter.trigger("t", null);
        assertThat(recorded.args).containsExactly((Object) null);
        ofTopic.trigger(null);
        assertThat(recorded.args).containsExactly((Object) null);

        emitter.trigger("t", (Object[]) null);
        assertThat(recorded.args).containsExactly((Object) null);
        emitter.trigger("t", 1, null);
        assertThat(recorded.args).containsExactly(1, null);
        emitter.trigger("t", 1, 2, (Object) null);
        assertThat(recorded.args).containsExactly(1, 2, null);
        emitter.trigger("t", 1, 2, (Object[]) null);
        assertThat(recorded.args).containsExactly(1, 2, null);
        emitter.trigger("t", null, null, null, 4);
        assertThat(recorded.args).containsExactly(null, null, null, 4);
    }

    @Test
    void aCallWithATopicAloneHasNoArgument() {
        emitter.trigger("t");

        assertThat(recorded.args).isEmpty();
    }

    @Test
    void severalArgumentsAreTakenOneByOne() {
        emitter.trigger("t", "a", 2);
        assertThat(recorded.args).containsExactly("a", 2);
        emitter.trigger("t", "a", 2, true, List.of(4), new int[] {5});
        assertThat(recorded.args).hasSize(5).startsWith("a", 2, true, List.of(4));
    }

    @Test
    void afterTwoArgumentsAnArrayOfObjectsIsTheListOfTheOthersAndAnyOtherArrayIsOne() {
        emitter.trigger("t", 1, 2, new Object[] {3, new String[] {"a"}});
        assertThat(recorded.args).hasSize(4).startsWith(1, 2, 3);
        emitter.trigger("t", 1, 2, new Object[0]);
        assertThat(recorded.args).containsExactly(1, 2);

        String[] texts = {"a", "b"};
        emitter.trigger("t", 1, 2, (Object[]) texts);
        assertThat(recorded.args).containsExactly(1, 2, texts);
    }

    @Test
    void aListOfArgumentsHasAsManyArgumentsAsElements() {
        emitter.triggerArgs("t", Arrays.asList("a", null, List.of(3)));
        assertThat(recorded.args).containsExactly("a", null, List.of(3));
        emitter.triggerArgs("t", List.of());
        assertThat(recorded.args).isEmpty();

        emitter.trigger("t", List.of("a", "b"));
        assertThat(recorded.args).containsExactly(List.of("a", "b"));
        ofTopic.trigger(List.of("a", "b"));
        assertThat(recorded.args).containsExactly(List.of("a", "b"));
    }

    private static final class RecordingEmitter implements Emitter {

        private List<Object> args = List.of();

        @Override
        public CompletionStage<Receipt> triggerArgs(String topic, List<?> args) {
            this.args = new ArrayList<>(args);
            return new CompletableFuture<>();
        }

        @Override
        public Emitter withHeaders(Map<String, String> headers) {
            return this;
        }

        @Override
        public Emitter withKey(String key) {
            return this;
        }

        @Override
        public int kill() {
            return 0;
        }

        @Override
        public boolean flush(Duration timeout) {
            return true;
        }
    }
}
