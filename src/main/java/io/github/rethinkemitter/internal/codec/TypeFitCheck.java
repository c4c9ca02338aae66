package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.codec.Decoder.Mismatch;
import io.github.rethinkemitter.internal.codec.TypeShape.Elements;
import io.github.rethinkemitter.internal.codec.TypeShape.Entries;
import io.github.rethinkemitter.internal.codec.TypeShape.Properties;
import io.github.rethinkemitter.internal.codec.TypeShape.Scalar;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One pass over JSON beside the type that it is to be read as. JSON-B changes some values without a word, at any depth: 3000000000
 * becomes the int -1294967296, 5.5 becomes 5, the text "boop" the char 'b' or the boolean false, and 1e400 infinite. They are found
 * here before. All else that does not fit is left for JSON-B to find. The bytes of other writers are put as JSON-B reads them.
 */
final class TypeFitCheck {

    private final String text;
    private final JsonScanner scan;
    private final BinaryEncoding binaries;
    private @Nullable TextEdits replaced;
    private String property = "";

    private TypeFitCheck(String text, BinaryEncoding binaries) {
        this.text = text;
        this.scan = new JsonScanner(text);
        this.binaries = binaries;
    }

    /** The JSON for JSON-B to read. */
    static String checked(String json, TypeShape shape, BinaryEncoding binaries) throws Mismatch, IOException {
        if (shape == TypeShape.ANYTHING) {
            return json;
        }
        var fit = new TypeFitCheck(json, binaries);
        fit.value(fit.scan.skipBlanks(0), shape);
        return fit.replaced == null ? json : fit.replaced.result();
    }

    /** Returns the index behind the value. */
    private int value(int from, TypeShape shape) throws Mismatch, IOException {
        char first = scan.at(from);
        if (first == '{' && shape instanceof Properties properties) {
            return object(from, properties, TypeShape.ANYTHING);
        }
        if (first == '{' && shape instanceof Entries entries && entries.value() != TypeShape.ANYTHING) {
            return object(from, null, entries.value());
        }
        if (shape == TypeShape.PLAIN && (first == '{' || first == '[')) {
            return first == '{' ? object(from, null, shape) : array(from, shape);
        }
        if (first == '[' && shape instanceof Elements elements && elements.element() != TypeShape.ANYTHING) {
            return array(from, elements.element());
        }
        int end = scan.endOfValue(from);
        if (first == '"' && shape == TypeShape.BYTES) {
            putBytes(from, end);
        }
        if (shape instanceof Scalar scalar && !fits(first, from, end, scalar)) {
            var name = property.isEmpty() ? "the value" : "what is in \"" + property + "\"";
            throw new Mismatch(new IllegalArgumentException(name + " does not fit "
                    + scalar.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        if (shape == TypeShape.PLAIN && isBeyondLong(first, from, end)) {
            throw new Mismatch(new IllegalArgumentException("a number does not fit long, as JSON-B would read it"));
        }
        return end;
    }

    private void putBytes(int from, int end) throws IOException {
        var bytes = binaries.read(scan.textBetween(from, end));
        if (bytes != null) {
            if (replaced == null) {
                replaced = new TextEdits(text);
            }
            replaced.replace(from, end, bytes);
        }
    }

    private int object(int from, @Nullable Properties properties, TypeShape others) throws Mismatch, IOException {
        int at = scan.skipBlanks(from + 1);
        while (scan.at(at) == '"') {
            int end = scan.endOfText(at);
            var name = scan.textBetween(at, end);
            at = scan.skipBlanks(end);
            if (scan.at(at) != ':') {
                throw JsonScanner.notJson();
            }
            property = name;
            at = next(value(scan.skipBlanks(at + 1), properties == null ? others : properties.of(name)));
        }
        if (scan.at(at) != '}') {
            throw JsonScanner.notJson();
        }
        return at + 1;
    }

    private int array(int from, TypeShape element) throws Mismatch, IOException {
        int at = scan.skipBlanks(from + 1);
        while (scan.at(at) != ']') {
            at = next(value(at, element));
        }
        return at + 1;
    }

    private int next(int end) {
        int at = scan.skipBlanks(end);
        return scan.at(at) == ',' ? scan.skipBlanks(at + 1) : at;
    }

    private boolean fits(char first, int from, int end, Scalar scalar) throws IOException {
        if (first == 'n') {
            return scalar.nullable();
        }
        if (first == '[' || first == '{') {
            return false; // of which JSON-B would take something inside
        }
        return switch (scalar.kind()) {
            case TEXT -> true;
            case BOOLEAN -> first == 't' || first == 'f';
            case CHAR -> first == '"' && scan.textBetween(from, end).length() == 1;
            default -> (first != '-' && (first < '0' || first > '9')) || fitsNumber(from, end, scalar.kind());
        };
    }

    private boolean fitsNumber(int from, int end, Scalar.Kind kind) {
        if (kind == Scalar.Kind.BIG_DECIMAL) {
            return end - from <= ExactNumbers.MAX_LENGTH;
        }
        if (kind == Scalar.Kind.BIG_INTEGER) {
            return isWhole(from, end);
        }
        boolean floating = kind == Scalar.Kind.FLOAT || kind == Scalar.Kind.DOUBLE;
        if (floating ? isBelow1e38(from, end) : isShortAndWhole(from, end)) {
            return floating || fitsWhole(Integer.parseInt(text, from, end, 10), kind);
        }
        if (end - from > ExactNumbers.MAX_LENGTH) {
            return false; // nobody stores such a number, and to read one takes the square of its length
        }
        var number = text.substring(from, end);
        try {
            return switch (kind) {
                case FLOAT -> !Float.isInfinite(Float.parseFloat(number));
                case DOUBLE -> !Double.isInfinite(Double.parseDouble(number));
                default -> fitsWhole(new BigDecimal(number).longValueExact(), kind);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private boolean isWhole(int from, int end) {
        try {
            return ExactNumbers.isWhole(ExactNumbers.decimal(text.substring(from, end)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean isBeyondLong(char first, int from, int end) {
        return (first == '-' || (first >= '0' && first <= '9'))
                && !isShortAndWhole(from, end)
                && isWhole(from, end)
                && new BigDecimal(text.substring(from, end)).toBigInteger().bitLength() >= Long.SIZE;
    }

    private static boolean fitsWhole(long value, Scalar.Kind kind) {
        return switch (kind) {
            case BYTE -> value == (byte) value;
            case SHORT -> value == (short) value;
            case INT -> value == (int) value;
            default -> true;
        };
    }

    private boolean isShortAndWhole(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = scan.at(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return end - from <= 9;
    }

    private boolean isBelow1e38(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = scan.at(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
        }
        return end - from <= 38;
    }
}
