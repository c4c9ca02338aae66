package io.github.rethinkemitter.page;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.StoredStatus;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the browser gets. Times are ISO texts, durations milliseconds; what is absent is left out.
 *
 * @param payloads whether payloads are shown
 */
record PageJson(boolean payloads) {

    private static final int LONGEST_PAYLOAD = 4_000;

    static JsonArray statuses(List<ChannelStatus> all) {
        return array(all, PageJson::status);
    }

    private static JsonObjectBuilder status(ChannelStatus one) {
        var json = Json.createObjectBuilder()
                .add("channel", one.channel())
                .add("started", one.started())
                .add("ready", one.ready())
                .add("live", one.live())
                .add("problems", Json.createArrayBuilder(one.problems()));
        var link = Json.createObjectBuilder()
                .add("state", one.link().state().name())
                .add("since", one.link().since().toString())
                .add("attempts", one.link().attempts());
        add(link, "host", one.link().host());
        add(link, "lastFailure", one.link().lastFailure());
        var publishing = one.publishing();
        json.add("link", link)
                .add(
                        "publishing",
                        Json.createObjectBuilder()
                                .add("waiting", publishing.waiting())
                                .add("underWay", publishing.underWay())
                                .add("stored", publishing.stored())
                                .add("failed", publishing.failed()))
                .add("observers", array(one.observers(), PageJson::observer));
        one.following().ifPresent(following -> json.add("following", following(following, one.ready())));
        return json;
    }

    private static JsonObjectBuilder following(ChannelStatus.Following one, boolean ready) {
        var json = Json.createObjectBuilder()
                .add("phase", one.phase().name())
                .add("lagMs", behind(one, ready).toMillis())
                .add("waiting", one.waiting())
                .add("held", one.held())
                .add("received", one.received())
                .add("missed", one.missed());
        add(json, "subscriber", one.subscriber());
        return json;
    }

    /**
     * By how much the observers are behind what has come. Only as long as the changefeed is proven again and again is that all, so that
     * the time since its last proof does not count.
     */
    private static Duration behind(ChannelStatus.Following one, boolean ready) {
        if (!ready || one.provenUpTo().isEmpty() || one.handledUpTo().isEmpty()) {
            return one.lag();
        }
        var behind = Duration.between(one.handledUpTo().get(), one.provenUpTo().get());
        return behind.isNegative() ? Duration.ZERO : behind;
    }

    private static JsonObjectBuilder observer(ChannelStatus.Observer one) {
        return Json.createObjectBuilder()
                .add("name", one.name())
                .add("topic", one.topic())
                .add("calls", one.calls())
                .add("failures", one.failures())
                .add("waiting", one.waiting())
                .add("parked", one.parked())
                .add("notGiven", one.notGiven())
                .add("stuck", one.stuck());
    }

    static JsonObject stored(StoredStatus stored) {
        return Json.createObjectBuilder()
                .add("at", stored.at().toString())
                .add("parked", array(stored.parked(), PageJson::parkedOf))
                .add("positions", array(stored.positions(), PageJson::position))
                .build();
    }

    private static JsonObjectBuilder parkedOf(StoredStatus.Parked one) {
        return Json.createObjectBuilder()
                .add("subscriber", one.subscriber())
                .add("observer", one.observer())
                .add("waiting", one.waiting())
                .add("parked", one.parked())
                .add("held", one.held());
    }

    private static JsonObjectBuilder position(StoredStatus.Position one) {
        return Json.createObjectBuilder()
                .add("subscriber", one.subscriber())
                .add("lagMs", one.lag().toMillis())
                .add("writtenAt", one.writtenAt().toString())
                .add("unused", one.unused());
    }

    JsonObject parked(List<ParkedEvent> events) {
        return Json.createObjectBuilder()
                .add("events", array(events, this::parked))
                .build();
    }

    private JsonObjectBuilder parked(ParkedEvent one) {
        var json = Json.createObjectBuilder()
                .add("id", one.id())
                .add("owner", one.owner())
                .add("observer", one.observer())
                .add("topic", one.event().topic())
                .add("eventId", one.event().id())
                .add("attempts", one.attempts())
                .add("last", one.last().toString())
                .add("reason", one.reason().name());
        addPayload(json, one.event());
        one.cause()
                .ifPresent(cause -> json.add(
                        "cause",
                        Json.createObjectBuilder()
                                .add("type", cause.type())
                                .add("message", String.valueOf(cause.message()))
                                .add("stack", String.valueOf(cause.stack()))));
        return json;
    }

    JsonObject events(List<RethinkEvent> events) {
        return Json.createObjectBuilder()
                .add("events", array(events, this::event))
                .build();
    }

    private JsonObjectBuilder event(RethinkEvent one) {
        var json = Json.createObjectBuilder()
                .add("channel", one.channel())
                .add("id", one.id())
                .add("topic", one.topic())
                .add("timestamp", one.timestamp().toString());
        add(json, "origin", one.origin());
        add(json, "key", one.key());
        addPayload(json, one);
        return json;
    }

    private void addPayload(JsonObjectBuilder json, RethinkEvent event) {
        if (payloads) {
            var args = event.args();
            var text = value(args.size() == 1 ? args.get(0) : args).toString();
            json.add("payload", text.length() > LONGEST_PAYLOAD ? text.substring(0, LONGEST_PAYLOAD) + " …" : text);
        }
    }

    /** The JSON of plain values, as {@link RethinkEvent#args} has them. */
    private static JsonValue value(@Nullable Object plain) {
        if (plain == null) {
            return JsonValue.NULL;
        } else if (plain instanceof Map<?, ?> map) {
            var json = Json.createObjectBuilder();
            map.forEach((name, one) -> json.add(String.valueOf(name), value(one)));
            return json.build();
        } else if (plain instanceof Collection<?> list) {
            var json = Json.createArrayBuilder();
            list.forEach(one -> json.add(value(one)));
            return json.build();
        } else if (plain instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        } else if (plain instanceof Long number) {
            return Json.createValue(number);
        } else if (plain instanceof BigInteger number) {
            return Json.createValue(number);
        } else if (plain instanceof BigDecimal number) {
            return Json.createValue(number);
        }
        return Json.createValue(plain.toString());
    }

    private static <T> JsonArray array(List<T> all, Function<T, JsonObjectBuilder> one) {
        JsonArrayBuilder json = Json.createArrayBuilder();
        all.forEach(each -> json.add(one.apply(each)));
        return json.build();
    }

    private static void add(JsonObjectBuilder json, String name, Optional<String> text) {
        text.ifPresent(present -> json.add(name, present));
    }
}
