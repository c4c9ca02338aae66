package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.codec.ArgumentCheck.Checked;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the arguments and headers of an event.
 *
 * @param json writes the arguments
 * @param maxEventSize the most bytes of JSON that arguments and headers may have together
 */
record Encoder(JsonWriter json, int maxEventSize) {

    private static final int QUOTES = 4; // the quotes around the topic and the brackets of the list

    EncodedEvent encode(Topic topic, @Nullable Object[] args, Map<String, String> headers) {
        if (Surrogates.hasLone(topic.name())) {
            throw new RefusalMessages(topic, "the name").loneSurrogate("");
        }
        if (args.length >= ArgumentCheck.MAX_ELEMENTS) {
            throw new RefusalMessages(topic, "the list of arguments").tooManyElements("");
        }
        List<Checked> checked = new ArrayList<>(args.length);
        String encodedHeaders = headers.isEmpty() ? null : headers(topic, headers);
        long size = encodedHeaders == null ? 0 : bytes(encodedHeaders);
        if (size > maxEventSize) {
            throw new RefusalMessages(topic, "the set of headers").tooLarge(maxEventSize);
        }
        boolean exact = true;
        for (int i = 0; i < args.length; i++) {
            var refusals = RefusalMessages.ofArgument(topic, i);
            Checked argument = ArgumentCheck.check(write(args[i], refusals), refusals);
            size += bytes(argument.exactText());
            if (size > maxEventSize) {
                throw refusals.tooLarge(maxEventSize);
            }
            exact &= argument.isExact();
            checked.add(argument);
        }
        String exactText = array(topic, checked, Checked::exactText);
        String nativeText = exact ? exactText : array(topic, checked, Checked::nativeText);
        return new EncodedEvent(topic, nativeText, exact ? null : exactText, encodedHeaders);
    }

    private String write(@Nullable Object argument, RefusalMessages refusals) {
        if (argument == null) {
            return "null";
        }
        if ((argument instanceof Double d && !Double.isFinite(d))
                || (argument instanceof Float f && !Float.isFinite(f))) {
            throw refusals.notFinite(argument.toString(), "");
        }
        var out = new BoundedWriter(maxEventSize);
        try {
            var unwritable = UnwritableTypes.findIn(argument);
            if (unwritable != null) {
                throw refusals.unwritable(unwritable);
            }
            json.write(argument, out);
        } catch (UnstorablePayloadException e) {
            throw e;
        } catch (RuntimeException e) {
            if (out.isFull()) {
                throw refusals.tooLarge(maxEventSize);
            }
            throw isBadNumber(e) ? refusals.notFinite(e) : refusals.notWritten(e);
        } catch (StackOverflowError e) {
            throw refusals.tooDeep(e);
        }
        var text = out.toString();
        if (text.startsWith("{") && UnwritableTypes.isUnknown(argument.getClass())) {
            throw refusals.unwritable(argument.getClass());
        }
        return text;
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
            var refusals = new RefusalMessages(topic, "header \"" + name + "\"");
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

    private static String array(Topic topic, List<Checked> arguments, Function<Checked, String> json) {
        int length = topic.name().length() + QUOTES;
        for (Checked argument : arguments) {
            length += json.apply(argument).length() + 1;
        }
        var out = new StringBuilder(length).append('[');
        JsonString.quote(topic.name(), out);
        for (Checked argument : arguments) {
            out.append(',').append(json.apply(argument));
        }
        return out.append(']').toString();
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair has four bytes: two for each half.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
