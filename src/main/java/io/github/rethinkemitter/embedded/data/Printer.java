package io.github.rethinkemitter.embedded.data;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Prints values as error texts show them: as JSON that is indented by tabs. */
public final class Printer {
    private static final int TRUNCATE_AT = 300;

    private Printer() {}

    public static String print(Datum datum) {
        StringBuilder out = new StringBuilder();
        print(datum, 0, out);
        return out.toString();
    }

    public static String truncated(Datum datum) {
        String whole = print(datum);
        return whole.length() <= TRUNCATE_AT ? whole : whole.substring(0, TRUNCATE_AT - 3) + "...";
    }

    private static void print(Datum datum, int depth, StringBuilder out) {
        if (datum instanceof Arr arr) {
            printArray(arr, depth, out);
        } else if (datum instanceof Obj obj) {
            printObject(obj, depth, out);
        } else if (datum instanceof Datum.Bin bin) {
            printObject(DatumJson.binary(bin), depth, out);
        } else if (datum instanceof Datum.Str text) {
            quote(text.value(), out);
        } else if (datum instanceof Datum.Num number) {
            out.append(Numbers.json(number.value()));
        } else if (datum instanceof Datum.Bool flag) {
            out.append(flag.value());
        } else {
            out.append(
                    datum instanceof Datum.Extreme bound ? "r." + bound.name().toLowerCase(Locale.ROOT) : "null");
        }
    }

    private static void printArray(Arr arr, int depth, StringBuilder out) {
        if (arr.size() == 0) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<Datum> items = arr.items().iterator(); items.hasNext(); ) {
            newLine(depth + 1, out);
            print(items.next(), depth + 1, out);
            out.append(items.hasNext() ? "," : "");
        }
        newLine(depth, out);
        out.append(']');
    }

    private static void printObject(Obj obj, int depth, StringBuilder out) {
        if (obj.fields().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        for (Iterator<Map.Entry<String, Datum>> fields = obj.fields().entrySet().iterator(); fields.hasNext(); ) {
            Map.Entry<String, Datum> field = fields.next();
            newLine(depth + 1, out);
            quote(field.getKey(), out);
            out.append(":\t");
            print(field.getValue(), depth + 1, out);
            out.append(fields.hasNext() ? "," : "");
        }
        newLine(depth, out);
        out.append('}');
    }

    private static void newLine(int depth, StringBuilder out) {
        out.append('\n').append("\t".repeat(depth));
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
