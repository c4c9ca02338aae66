package io.github.rethinkemitter.embedded.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Encodes values as {@link StoreKey}s, with one char for each byte. */
final class KeyText {
    private KeyText() {}

    static String encode(Datum key) {
        StringBuilder out = new StringBuilder();
        if (!append(key, out)) {
            throw key.mismatch("Primary keys must be either a number, string, bool, pseudotype or array (got type "
                    + key.typeName() + "):\n" + Printer.truncated(key));
        }
        return out.toString();
    }

    private static boolean append(Datum key, StringBuilder out) {
        if (key instanceof Datum.Str text) {
            out.append('S').append(latin1(withoutNul(text.value())));
        } else if (key instanceof Datum.Num number) {
            number(number.value(), out);
        } else if (key instanceof Datum.Bool flag) {
            out.append(flag.value() ? "Bt" : "Bf");
        } else if (key instanceof Datum.Extreme bound) {
            out.append(bound == Datum.Extreme.MINVAL ? '@' : '[');
        } else if (key instanceof Arr arr) {
            array(arr, out);
        } else if (key instanceof Datum.Bin bin) {
            binary(bin.value(), out);
        } else if (key instanceof Obj obj && Times.isTime(obj)) {
            out.append("PTIME:");
            number(Times.epoch(obj), out);
        } else {
            return false;
        }
        return true;
    }

    private static void array(Arr arr, StringBuilder out) {
        out.append('A');
        for (Datum item : arr.items()) {
            if (!append(item, out)) {
                throw item.mismatch("Array keys can only contain numbers, strings, bools,  pseudotypes, or arrays (got "
                        + Printer.print(item) + " of type " + item.typeName() + ").");
            }
            out.append('\0');
        }
    }

    private static void number(double raw, StringBuilder out) {
        double value = raw == 0 ? 0 : raw;
        long bits = Double.doubleToRawLongBits(value);
        long sortable = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        out.append('N').append(String.format(Locale.ROOT, "%016x", sortable));
        out.append('#').append(Numbers.printf(value));
    }

    private static void binary(byte[] bytes, StringBuilder out) {
        out.append("PBINARY:");
        for (byte b : bytes) {
            if (b == 0 || b == 1) {
                out.append('\1').append((char) (b + 1));
            } else {
                out.append((char) (b & 0xff));
            }
        }
    }

    private static String withoutNul(String text) {
        int nul = text.indexOf('\0');
        if (nul < 0) {
            return text;
        }
        int offset = text.substring(0, nul).getBytes(StandardCharsets.UTF_8).length;
        throw ReqlException.logic(
                "String " + quoted(text) + " (truncated) contains NULL byte at offset " + offset + " in index key.");
    }

    private static String quoted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < bytes.length && i < 20; i++) {
            int b = bytes[i] & 0xff;
            if (b == '"' || b == '\\') {
                shown.append('\\').append((char) b);
            } else if (b >= 0x20 && b < 0x7f) {
                shown.append((char) b);
            } else {
                shown.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
        }
        return shown.append('"').toString();
    }

    private static String latin1(String text) {
        return new String(Wtf8.bytes(text), StandardCharsets.ISO_8859_1);
    }
}
