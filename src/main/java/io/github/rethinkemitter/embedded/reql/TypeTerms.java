package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Wtf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;

/** {@code typeOf} and {@code coerceTo}. */
final class TypeTerms {
    private static final Set<String> TYPES = Set.of(
            "DB",
            "TABLE",
            "TABLE_SLICE",
            "SELECTION<STREAM>",
            "SELECTION<ARRAY>",
            "SELECTION<OBJECT>",
            "STREAM",
            "FUNCTION",
            "NULL",
            "BOOL",
            "NUMBER",
            "STRING",
            "ARRAY",
            "OBJECT",
            "BINARY",
            "GROUPED_DATA");

    private TypeTerms() {}

    static void register(Registry registry) {
        registry.add(52, "typeof", 1, 1, call -> Val.of(name(call.arg(0))));
        registry.add(51, "coerce_to", 2, 2, TypeTerms::coerce);
    }

    /** The name of a value's type, as {@code typeOf} returns it. */
    static String name(Val val) {
        if (val instanceof Val.Value value) {
            return value.datum().typeName();
        }
        if (val instanceof Val.Row) {
            return "SELECTION<OBJECT>";
        }
        if (val instanceof Val.Rows rows) {
            return rows.seq().kind().type();
        }
        return val instanceof Val.Db ? "DB" : val.type();
    }

    private static Val coerce(Call call) {
        String wanted = call.string(1).toUpperCase(Locale.ROOT);
        if (!TYPES.contains(wanted)) {
            throw ReqlException.logic("Unknown Type: " + wanted);
        }
        Val val = call.arg(0);
        if (name(val).equals(wanted)) {
            return val;
        }
        if (Values.isSequence(val)) {
            if (wanted.equals("ARRAY")) {
                return Val.of(new Arr(Values.seq(val).toList(call.env().limits().array())));
            }
            if (wanted.equals("OBJECT")) {
                return Val.of(object(Values.seq(val).toList(call.env().limits().array())));
            }
        }
        return Val.of(coerce(call.datum(0), wanted));
    }

    private static Datum coerce(Datum datum, String wanted) {
        if (wanted.equals("STRING")) {
            if (datum instanceof Datum.Bin bin) {
                return Datum.of(new String(bin.value(), StandardCharsets.UTF_8));
            }
            return Datum.of(BasicTerms.asText(datum));
        }
        if (wanted.equals("BOOL")) {
            return Datum.of(Values.isTrue(datum));
        }
        if (wanted.equals("BINARY") && datum instanceof Datum.Str text) {
            return new Datum.Bin(Wtf8.bytes(text.value()));
        }
        if (wanted.equals("NUMBER") && datum instanceof Datum.Str text) {
            try {
                return Datum.of(Double.parseDouble(text.value().strip()));
            } catch (NumberFormatException wrong) {
                throw ReqlException.logic("Could not coerce `" + text.value() + "` to NUMBER.");
            }
        }
        if (wanted.equals("ARRAY") && datum instanceof Obj object && object.pseudo() == null) {
            return new Arr(object.fields().entrySet().stream()
                    .map(field -> (Datum) Arr.of(Datum.of(field.getKey()), field.getValue()))
                    .toList());
        }
        throw datum.mismatch("Cannot coerce " + datum.typeName() + " to " + wanted + ".");
    }

    private static Obj object(List<Datum> pairs) {
        SortedMap<String, Datum> fields = Obj.builder();
        for (Datum pair : pairs) {
            List<Datum> items = Values.array(pair).items();
            if (items.size() != 2) {
                throw ReqlException.logic("Expected array of size 2, but got size " + items.size() + ".");
            }
            fields.put(Values.string(items.get(0)), items.get(1));
        }
        return new Obj(fields);
    }
}
