package io.github.rethinkemitter.embedded.data;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object, or a value of the pseudo-types TIME and LITERAL. The keys are sorted as RethinkDB sorts them. */
public record Obj(SortedMap<String, Datum> fields) implements Datum {
    public static final String PSEUDO = "$reql_type$";
    public static final Obj EMPTY = new Obj(new TreeMap<>());

    public Obj {
        fields = Collections.unmodifiableSortedMap(fields);
    }

    /** An empty map that sorts its keys as RethinkDB does. */
    public static SortedMap<String, Datum> builder() {
        return new TreeMap<>(Ordering.TEXT);
    }

    /** Makes an object of alternating names and values. */
    public static Obj of(Object... namesAndValues) {
        SortedMap<String, Datum> fields = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], datum(namesAndValues[i + 1]));
        }
        return new Obj(fields);
    }

    private static Datum datum(Object value) {
        if (value instanceof Datum datum) {
            return datum;
        }
        if (value instanceof Number number) {
            return Datum.of(number.doubleValue());
        }
        return value instanceof Boolean flag ? Datum.of(flag) : Datum.of((String) value);
    }

    public @Nullable Datum get(String name) {
        return fields.get(name);
    }

    /** A copy with a field added or replaced. */
    public Obj with(String name, Datum value) {
        SortedMap<String, Datum> changed = copy();
        changed.put(name, value);
        return new Obj(changed);
    }

    public Obj without(String name) {
        SortedMap<String, Datum> changed = copy();
        changed.remove(name);
        return new Obj(changed);
    }

    /** The fields in a map that may be changed. */
    public SortedMap<String, Datum> copy() {
        SortedMap<String, Datum> copy = builder();
        for (Map.Entry<String, Datum> field : fields.entrySet()) {
            copy.put(field.getKey(), field.getValue());
        }
        return copy;
    }

    /** The name of the pseudo-type, or null for an ordinary object. */
    public @Nullable String pseudo() {
        return fields.get(PSEUDO) instanceof Str name ? name.value() : null;
    }

    public boolean is(String pseudoType) {
        return pseudoType.equals(pseudo());
    }

    @Override
    public String typeName() {
        String pseudo = pseudo();
        return pseudo == null ? "OBJECT" : "PTYPE<" + pseudo + ">";
    }
}
