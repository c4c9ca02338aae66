package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.flow.Topic;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions for values that cannot be stored.
 *
 * @param topic the topic of the event
 * @param what names the part of the event, such as {@code argument 1}; called only for a message
 */
record RefusalMessages(Topic topic, Supplier<String> what) {

    static RefusalMessages ofArgument(Topic topic, int index) {
        return new RefusalMessages(topic, () -> "argument " + (index + 1));
    }

    UnstorablePayloadException notFinite(String value, String pointer) {
        return refusal(
                "RTH0103",
                "holds " + value + at(pointer)
                        + ", which neither JSON nor RethinkDB has. Send a finite number, or null",
                null);
    }

    UnstorablePayloadException notFinite(RuntimeException cause) {
        return refusal(
                "RTH0103",
                "holds a number that JSON does not have, such as NaN or an infinity (" + reason(cause)
                        + "). Send a finite number, or null",
                cause);
    }

    UnstorablePayloadException loneSurrogate(String pointer) {
        return refusal(
                "RTH0104",
                "has half of a surrogate pair in the text" + at(pointer)
                        + ", which RethinkDB cannot hold. Cut texts between code points, and send bytes as Base64",
                null);
    }

    UnstorablePayloadException tooManyElements(String pointer) {
        return refusal(
                "RTH0105",
                "has an array of more than " + ArgumentCheck.MAX_ELEMENTS + " elements" + at(pointer)
                        + ", which RethinkDB cannot read back. Send several events, or a text",
                null);
    }

    UnstorablePayloadException tooLarge(int limit) {
        return refusal(
                "RTH0106",
                "makes the event larger than " + limit
                        + " bytes of JSON. Send less, or a reference to it, or raise rethink.emitter.publish.max-event-size",
                null);
    }

    UnstorablePayloadException notWritten(Throwable cause) {
        return refusal(
                "RTH0107",
                "cannot be written by JSON-B (" + reason(cause)
                        + "). Send a type that JSON-B can write, or give it an adapter or a serializer",
                cause);
    }

    UnstorablePayloadException unwritable(Class<?> type) {
        return refusal(
                "RTH0140",
                "is or holds a \"" + type.getTypeName()
                        + "\", of whose content JSON-B writes nothing that could be read back. Send what it stands for:"
                        + " a record, a list or a text",
                null);
    }

    UnstorablePayloadException tooDeep(@Nullable Throwable cause) {
        return refusal(
                "RTH0108",
                "is nested deeper than " + ArgumentCheck.MAX_DEPTH
                        + " levels, or without end, which readers of JSON do not follow. Send a flatter value",
                cause);
    }

    UnstorablePayloadException longNumber(String pointer) {
        return refusal(
                "RTH0109",
                "has a number of more than " + ExactNumbers.MAX_LENGTH
                        + " characters, or with an exponent out of range," + at(pointer)
                        + " which readers of JSON do not take. Send it as a text",
                null);
    }

    private UnstorablePayloadException refusal(String id, String problem, @Nullable Throwable cause) {
        return new UnstorablePayloadException(
                id + " " + what.get() + " of topic \"" + topic.name() + "\" " + problem, cause);
    }

    private static String at(String pointer) {
        return pointer.isEmpty() ? "" : " at \"" + pointer + "\"";
    }

    // JSON-B names the property in the message of its exception, and the problem in that of the innermost cause.
    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String outer = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return root == cause || root.getMessage() == null ? outer : outer + ": " + root.getMessage();
    }
}
