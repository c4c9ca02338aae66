package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.codec.JsonWriter.Outcome;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.json.JsonString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the arguments and headers of an event.
 *
 * @param json writes the arguments
 * @param maxEventSize the most bytes of JSON that arguments and headers may have together
 * @param texts for the arrays that are being written
 */
record Encoder(JsonWriter json, int maxEventSize, SpareTexts texts) {

    Encoder(JsonWriter json, int maxEventSize) {
        this(json, maxEventSize, new SpareTexts());
    }

    EncodedEvent encode(Topic topic, @Nullable Object[] args, Map<String, String> headers) {
        if (Surrogates.hasLone(topic.name())) {
            throw new RefusalMessages(topic, () -> "the name").loneSurrogate("");
        }
        if (args.length >= ArgumentCheck.MAX_ELEMENTS) {
            throw new RefusalMessages(topic, () -> "the list of arguments").tooManyElements("");
        }
        String encodedHeaders = headers.isEmpty() ? null : headers(topic, headers);
        long room = maxEventSize - (encodedHeaders == null ? 0 : Utf8.length(encodedHeaders, 0));
        if (room < 0) {
            throw new RefusalMessages(topic, () -> "the set of headers").tooLarge(maxEventSize);
        }
        var text = texts.take(); // not given back when an argument is refused: JSON-B may still hold it
        var array = new ArgsText(topic, text);
        for (int i = 0; i < args.length; i++) {
            var refusals = RefusalMessages.ofArgument(topic, i);
            array.endArgument(write(args[i], array.beginArgument(), refusals), refusals);
            if (array.isLargerThan(room)) {
                throw refusals.tooLarge(maxEventSize);
            }
        }
        var encoded = array.encoded(encodedHeaders);
        texts.giveBack(text);
        return encoded;
    }

    private Outcome write(@Nullable Object argument, StringBuilder out, RefusalMessages refusals) {
        if (argument == null) {
            out.append("null");
            return Outcome.KEPT;
        }
        if ((argument instanceof Double d && !Double.isFinite(d))
                || (argument instanceof Float f && !Float.isFinite(f))) {
            throw refusals.notFinite(argument.toString(), "");
        }
        int start = out.length();
        Outcome outcome;
        try {
            var unwritable = UnwritableTypes.findIn(argument);
            if (unwritable != null) {
                throw refusals.unwritable(unwritable);
            }
            outcome = json.write(argument, out, maxEventSize);
        } catch (UnstorablePayloadException e) {
            throw e;
        } catch (JsonWriter.TooLong e) {
            throw refusals.tooLarge(maxEventSize);
        } catch (RuntimeException e) {
            throw isBadNumber(e) ? refusals.notFinite(e) : refusals.notWritten(e);
        } catch (StackOverflowError e) {
            throw refusals.tooDeep(e);
        }
        if (out.length() > start && out.charAt(start) == '{' && UnwritableTypes.isUnknown(argument.getClass())) {
            throw refusals.unwritable(argument.getClass());
        }
        return outcome;
    }

    // JSON-P, which JSON-B uses, throws a NumberFormatException when it is to write NaN.
    private static boolean isBadNumber(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof NumberFormatException) {
                return true;
            }
        }
        return false;
    }

    private static String headers(Topic topic, Map<String, String> headers) {
        var out = new StringBuilder("{");
        headers.forEach((name, value) -> {
            var refusals = new RefusalMessages(topic, () -> "header \"" + name + "\"");
            if (name.equals(JsonParsers.PSEUDO_TYPE) || name.indexOf(0) >= 0) {
                throw new IllegalArgumentException("RTH0102 header \"" + new Excerpt(name) + "\" of topic \""
                        + topic.name() + "\" has a name that RethinkDB reserves, or would cut. Choose another name");
            }
            if (Surrogates.hasLone(name) || Surrogates.hasLone(value)) {
                throw refusals.loneSurrogate("");
            }
            JsonString.quote(name, out.length() == 1 ? out : out.append(',')).append(':');
            JsonString.quote(value, out);
        });
        return out.append('}').toString();
    }
}
