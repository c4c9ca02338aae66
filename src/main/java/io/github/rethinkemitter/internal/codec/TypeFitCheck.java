package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.Decoder.Mismatch;
import io.github.rethinkemitter.internal.codec.TypeShape.Elements;
import io.github.rethinkemitter.internal.codec.TypeShape.Entries;
import io.github.rethinkemitter.internal.codec.TypeShape.Properties;
import io.github.rethinkemitter.internal.codec.TypeShape.Scalar;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON text against the type that JSON-B is to read it as, in one pass. JSON-B changes some values silently, at any
 * depth: it reads 3000000000 as the int -1294967296, 5.5 as 5, the text "boop" as the char 'b' or the boolean false, and
 * 1e400 as infinity. This check finds such values first. All other misfits are left for JSON-B to find. The same pass
 * rewrites binaries of other writers in the way in which JSON-B reads them.
 */
final class TypeFitCheck {

    private final String text;
    private final JsonScanner scan;
    private final BinaryEncoding binaries;
    private @Nullable TextEdits edits;
    private int property; // where the name of the last property begins, for the message; 0 when there is none

    private TypeFitCheck(String text, BinaryEncoding binaries) {
        this.text = text;
        this.scan = new JsonScanner(text);
        this.binaries = binaries;
    }

    /** Returns the JSON for JSON-B to read. */
    static EncodedArgument checked(EncodedArgument argument, TypeShape shape, BinaryEncoding binaries)
            throws Mismatch, IOException {
        if (shape == TypeShape.ANYTHING) {
            return argument;
        }
        var check = new TypeFitCheck(argument.json(), binaries);
        check.value(check.scan.skipBlanks(argument.from()), shape);
        return check.edits == null ? argument : argument.edited(check.edits.result());
    }

    /** Checks the value that begins at an index, and returns the index behind the value. */
    private int value(int from, TypeShape shape) throws Mismatch, IOException {
        char first = scan.at(from);
        if (first == '{' && isObject(shape)) {
            return object(from, shape);
        }
        var elementShape = first == '[' ? elementShape(shape) : null;
        if (elementShape != null) {
            return array(from, elementShape);
        }
        int end = scan.endOfValue(from);
        if (first == '"' && shape == TypeShape.BYTES) {
            rewriteBytes(from, end);
        }
        if (shape instanceof Scalar scalar && !fits(from, end, scalar)) {
            throw mismatch(place() + " does not fit "
                    + scalar.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        if (shape == TypeShape.UNTYPED && isNumber(first) && NumberFit.isBeyondLong(text, from, end)) {
            throw mismatch("a number does not fit long, as JSON-B would read it");
        }
        return end;
    }

    private String place() throws IOException {
        return property == 0
                ? "the value"
                : "what is in \"" + scan.textBetween(property, scan.endOfText(property)) + "\"";
    }

    /** Whether something inside the object needs a check. */
    private static boolean isObject(TypeShape shape) {
        return shape instanceof Properties
                || shape == TypeShape.UNTYPED
                || (shape instanceof Entries entries && entries.value() != TypeShape.ANYTHING);
    }

    /** The shape of a member of an object, whose name is the string between two indexes. */
    private TypeShape memberShape(TypeShape shape, int from, int to) throws IOException {
        if (shape instanceof Properties properties) {
            if (!scan.hasEscape(from, to)) {
                return properties.of(text, from + 1, to - 1);
            }
            var name = scan.textBetween(from, to);
            return properties.of(name, 0, name.length());
        }
        return shape instanceof Entries entries ? entries.value() : shape;
    }

    /** The shape of an array's elements; null when nothing inside the array needs a check. */
    private static @Nullable TypeShape elementShape(TypeShape shape) {
        if (shape instanceof Elements elements && elements.element() != TypeShape.ANYTHING) {
            return elements.element();
        }
        return shape == TypeShape.UNTYPED ? TypeShape.UNTYPED : null;
    }

    private int object(int from, TypeShape shape) throws Mismatch, IOException {
        int at = scan.skipBlanks(from + 1);
        while (scan.at(at) == '"') {
            int end = scan.endOfText(at);
            var memberShape = memberShape(shape, at, end);
            property = at;
            at = scan.skipBlanks(end);
            if (scan.at(at) != ':') {
                throw JsonScanner.notJson();
            }
            at = skipComma(value(scan.skipBlanks(at + 1), memberShape));
        }
        if (scan.at(at) != '}') {
            throw JsonScanner.notJson();
        }
        return at + 1;
    }

    private int array(int from, TypeShape elementShape) throws Mismatch, IOException {
        int at = scan.skipBlanks(from + 1);
        while (scan.at(at) != ']') {
            at = skipComma(value(at, elementShape));
        }
        return at + 1;
    }

    private int skipComma(int from) {
        int at = scan.skipBlanks(from);
        return scan.at(at) == ',' ? scan.skipBlanks(at + 1) : at;
    }

    private boolean fits(int from, int end, Scalar scalar) throws IOException {
        char first = scan.at(from);
        if (first == 'n') {
            return scalar.nullable();
        }
        if (first == '[' || first == '{') {
            return false; // JSON-B would read a value from inside of it
        }
        return switch (scalar.kind()) {
            case TEXT -> true;
            case BOOLEAN -> first == 't' || first == 'f';
            case CHAR -> first == '"' && scan.textBetween(from, end).length() == 1;
            default -> !isNumber(first) || NumberFit.fits(text, from, end, scalar.kind());
        };
    }

    private static boolean isNumber(char first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    private void rewriteBytes(int from, int end) throws IOException {
        var bytes = binaries.read(scan.textBetween(from, end));
        if (bytes != null) {
            if (edits == null) {
                edits = new TextEdits(text);
            }
            edits.replace(from, end, bytes);
        }
    }

    private static Mismatch mismatch(String problem) {
        return new Mismatch(new IllegalArgumentException(problem));
    }
}
