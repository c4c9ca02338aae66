package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an emitter accepts. */
class QueueingEmitterTest extends PublisherFixture {

    @Test
    void headersAreStoredWithTheEventsOfThatEmitterOnly() throws Exception {
        offline(USUAL);
        emitter().withHeaders(Map.of("a", "1")).withHeaders(Map.of("b", "2")).trigger("beep");
        emitter().trigger("beep");
        goOnline();

        var events = session.next().events();

        assertThat(events.get(0).content().headers()).contains("a=1", "b=2");
        assertThat(events.get(1).content().headers()).isNull();
    }

    @Test
    void aHeaderWithoutNameOrValueIsRefusedByItsName() {
        offline(USUAL);
        var withoutValue = new HashMap<String, String>();
        withoutValue.put("trace", null);
        var withoutName = new HashMap<String, String>();
        withoutName.put(null, "t-1");

        assertThatThrownBy(() -> emitter().withHeaders(withoutValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0130 header \"trace\" has no name or no value");
        assertThatThrownBy(() -> emitter().withHeaders(withoutName)).hasMessageStartingWith("RTH0130 header \"null\"");
        assertThatThrownBy(() -> emitter().withHeaders(null)).hasMessageStartingWith("RTH0130 the headers");
    }

    @Test
    void aKeyIsStoredWithTheEventsOfThatEmitterOnlyAndMayBeCombinedWithHeaders() throws Exception {
        offline(USUAL);
        var keyed = emitter().withKey("first");
        keyed.trigger("beep");
        keyed.withKey("second").trigger("beep");
        keyed.withHeaders(Map.of("a", "1")).trigger("beep");
        emitter().withHeaders(Map.of("b", "2")).withKey("third").trigger("beep");
        emitter().trigger("beep");
        goOnline();

        var contents =
                session.next().events().stream().map(OutgoingEvent::content).toList();

        assertThat(contents).extracting(EncodedEvent::key).containsExactly("first", "second", "first", "third", null);
        assertThat(contents).extracting(EncodedEvent::headers).containsExactly(null, null, "{a=1}", "{b=2}", null);
    }

    @Test
    void aKeyThatIsNotAllowedIsRefusedAtOnce() {
        offline(USUAL);

        assertThatThrownBy(() -> emitter().withKey(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0132 the key is null");
        assertThatThrownBy(() -> emitter().withKey(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0132 a key has 1 to 255 characters, this one has 0");
        assertThatThrownBy(() -> emitter().withKey("a\u0000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0132 key \"a\\u0000\" has the character U+0000");
    }

    @Test
    void aTopicThatIsNotAllowedIsRefusedAtOnce() {
        online(USUAL);

        assertThatThrownBy(() -> emitter().trigger("error")).hasMessageContaining("RTH0102");
        assertThatThrownBy(() -> emitter().trigger("a\nb")).hasMessageContaining("RTH0101");
    }

    @Test
    void aFlushForANegativeTimeIsRefused() {
        online(USUAL);

        assertThatThrownBy(() -> emitter().flush(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0129 flush cannot wait for \"PT-1S\"");
        assertThatThrownBy(() -> emitter().flush(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0129");
    }
}
